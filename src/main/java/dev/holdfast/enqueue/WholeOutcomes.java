package dev.holdfast.enqueue;

import com.fasterxml.jackson.databind.ObjectWriter;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;

/** Outcomes as one JSON object, which also counts them. */
final class WholeOutcomes implements Outcomes {

    private final OutcomeWriter outcomes;
    private final ObjectWriter json;
    private final HttpServletResponse response;
    private final List<Object> items = new ArrayList<>();
    private int replayed;
    private int refused;

    WholeOutcomes(OutcomeWriter outcomes, ObjectWriter json, HttpServletResponse response) {
        this.outcomes = outcomes;
        this.json = json;
        this.response = response;
    }

    @Override
    public void write(List<Answer> answers) {
        for (Answer answer : answers) {
            if (answer instanceof Answer.TurnedAway) {
                refused++;
            } else if (answer instanceof Answer.Accepted accepted && accepted.replayed()) {
                replayed++;
            }
            items.add(outcomes.outcome(items.size(), answer));
        }
    }

    /** There is nothing to be sent before all is known. */
    @Override
    public void flush() {}

    @Override
    public void end() throws IOException {
        int accepted = items.size() - refused;
        String status = refused == 0 ? "success" : accepted == 0 ? "refused" : "partial";
        byte[] body = json.writeValueAsBytes(new Summary(status, accepted, replayed, refused, items));
        response.setStatus(refused == 0 ? HttpStatus.OK.value() : HttpStatus.MULTI_STATUS.value());
        response.setContentType(MediaType.APPLICATION_JSON_VALUE);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }

    private record Summary(String status, int accepted, int replayed, int refused, List<Object> items) {}
}
