package dev.holdfast.enqueue;

import com.fasterxml.jackson.databind.ObjectWriter;
import dev.holdfast.problem.ProblemWriter;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;

/** Writes answers at once and whole, so that no accepted job is answered by a failed negotiation. Safe for all threads. */
final class AnswerWriter {

    private final ObjectWriter receipts;
    private final ProblemWriter problems;

    AnswerWriter(ObjectWriter receipts, ProblemWriter problems) {
        this.receipts = receipts;
        this.problems = problems;
    }

    void write(Answer answer, HttpServletResponse response) throws IOException {
        if (answer instanceof Answer.TurnedAway turnedAway) {
            problems.write(turnedAway.problem(), response);
        } else if (answer instanceof Answer.Accepted accepted) {
            write(accepted, response);
        }
    }

    private void write(Answer.Accepted accepted, HttpServletResponse response) throws IOException {
        byte[] body = receipts.writeValueAsBytes(accepted.receipt());
        response.setStatus(HttpServletResponse.SC_OK);
        response.setContentType(MediaType.APPLICATION_JSON_VALUE);
        response.setHeader(HttpHeaders.LOCATION, "/jobs/" + accepted.receipt().jobId());
        if (accepted.replayed()) {
            response.setHeader("Idempotency-Replayed", "true");
        }
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
