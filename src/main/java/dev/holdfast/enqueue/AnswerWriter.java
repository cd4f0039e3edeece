package dev.holdfast.enqueue;

import com.fasterxml.jackson.databind.ObjectWriter;
import dev.holdfast.problem.Notices;
import dev.holdfast.problem.ProblemWriter;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;

/** Writes answers at once and whole, so that no accepted job is answered by a failed negotiation. Safe for all threads. */
final class AnswerWriter {

    private final ObjectWriter receipts;
    private final ProblemWriter problems;
    private final Notices notices;

    AnswerWriter(ObjectWriter receipts, ProblemWriter problems, Notices notices) {
        this.receipts = receipts;
        this.problems = problems;
        this.notices = notices;
    }

    void write(Answer answer, HttpServletResponse response) throws IOException {
        if (answer instanceof Answer.TurnedAway turnedAway) {
            problems.write(turnedAway.problem(), response);
        } else if (answer instanceof Answer.Spooled spooled) {
            write(spooled.receipt().during(notices.members()), HttpServletResponse.SC_ACCEPTED, response);
        } else if (answer instanceof Answer.Accepted accepted) {
            if (accepted.replayed()) {
                response.setHeader("Idempotency-Replayed", "true");
            }
            write(accepted.receipt(), HttpServletResponse.SC_OK, response);
        }
    }

    private void write(Receipt receipt, int status, HttpServletResponse response) throws IOException {
        byte[] body = receipts.writeValueAsBytes(receipt);
        response.setStatus(status);
        response.setContentType(MediaType.APPLICATION_JSON_VALUE);
        response.setHeader(HttpHeaders.LOCATION, "/jobs/" + receipt.jobId());
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
