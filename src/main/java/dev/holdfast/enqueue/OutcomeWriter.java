package dev.holdfast.enqueue;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.ObjectWriter;
import dev.holdfast.problem.Notices;
import dev.holdfast.problem.Problem;
import dev.holdfast.problem.ProblemWriter;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tells the outcome of each item of a batch: what its own request would have been answered. Safe for all threads. */
final class OutcomeWriter {

    private final ObjectWriter json;
    private final ProblemWriter problems;
    private final Notices notices;

    OutcomeWriter(ObjectWriter json, ProblemWriter problems, Notices notices) {
        this.json = json;
        this.problems = problems;
        this.notices = notices;
    }

    /** One object for the whole batch, once all is known. */
    Outcomes whole(HttpServletResponse response) {
        return new WholeOutcomes(this, json, response);
    }

    /** One line for each item, sent as soon as it is known. */
    Outcomes lines(HttpServletResponse response) throws IOException {
        return new LineOutcomes(this, json, response);
    }

    /** The outcome of the item with this index, for JSON. */
    Object outcome(int index, Answer answer) {
        if (answer instanceof Answer.Accepted accepted) {
            return new Success(index, HttpServletResponse.SC_OK, accepted.replayed() ? true : null, accepted.receipt());
        } else if (answer instanceof Answer.Spooled spooled) {
            Receipt receipt = spooled.receipt().during(notices.members());
            return new Success(index, HttpServletResponse.SC_ACCEPTED, null, receipt);
        }
        return refusal(index, problems.told(((Answer.TurnedAway) answer).problem()));
    }

    private static Map<String, Object> refusal(int index, Problem problem) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("index", index);
        members.put("http_status", problem.type().status().value());
        if (problem.retryAfter() != null) {
            members.put("retry_after", problem.retryAfter().toSeconds());
        }
        members.putAll(problem.body());
        return members;
    }

    @JsonPropertyOrder({"index", "http_status", "replayed"})
    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record Success(
            int index,
            @JsonProperty("http_status") int httpStatus,
            @Nullable Boolean replayed,
            @JsonUnwrapped Receipt receipt) {}
}
