package dev.holdfast.enqueue;

import com.fasterxml.jackson.databind.ObjectWriter;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;

/** Outcomes as newline-delimited JSON; what is known of a chunk is with the client before the next one is read. */
final class LineOutcomes implements Outcomes {

    private final OutcomeWriter outcomes;
    private final ObjectWriter json;
    private final HttpServletResponse response;
    private int index;

    /**
     * Sends the status at once, before anything is read: of an answer that has not begun, Tomcat makes another one when a
     * read fails. So the status can only say that each outcome has its own.
     */
    LineOutcomes(OutcomeWriter outcomes, ObjectWriter json, HttpServletResponse response) throws IOException {
        this.outcomes = outcomes;
        this.json = json;
        this.response = response;
        response.setStatus(HttpStatus.MULTI_STATUS.value());
        response.setContentType(MediaType.APPLICATION_NDJSON_VALUE);
        response.flushBuffer();
    }

    @Override
    public void write(List<Answer> answers) throws IOException {
        ByteArrayOutputStream lines = new ByteArrayOutputStream(answers.size() * 160);
        for (Answer answer : answers) {
            lines.writeBytes(json.writeValueAsBytes(outcomes.outcome(index++, answer)));
            lines.write('\n');
        }
        lines.writeTo(response.getOutputStream());
    }

    @Override
    public void flush() throws IOException {
        response.flushBuffer();
    }

    /** Ends the answer: after a failed read Tomcat would add one of its own. */
    @Override
    public void end() throws IOException {
        response.getOutputStream().close();
    }
}
