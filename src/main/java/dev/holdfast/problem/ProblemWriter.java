package dev.holdfast.problem;

import com.fasterxml.jackson.databind.ObjectWriter;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;

/**
 * Answers with a problem where no controller is at work, as in a filter, or where the answer must not be negotiated: the
 * way of every submission, so what passes here is counted as refused. Safe for all threads.
 */
public final class ProblemWriter {

    private final ObjectWriter json;
    private final Notices notices;

    /** Knows of no incidents. */
    public ProblemWriter(ObjectWriter json) {
        this(json, Notices.none());
    }

    public ProblemWriter(ObjectWriter json, Notices notices) {
        this.json = json;
        this.notices = notices;
    }

    /** The refusal as it is told now, with the incident that is open; for whoever writes it as part of an answer. */
    public Problem told(Problem refusal) {
        Problem problem = notices.addTo(refusal);
        if (problem.type().passes()) {
            notices.refused().run();
        }
        return problem;
    }

    public void write(Problem refusal, HttpServletResponse response) throws IOException {
        Problem problem = told(refusal);
        response.setStatus(problem.type().status().value());
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        if (problem.retryAfter() != null) {
            response.setHeader(
                    HttpHeaders.RETRY_AFTER, Long.toString(problem.retryAfter().toSeconds()));
        }
        byte[] body = json.writeValueAsBytes(problem.body());
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
