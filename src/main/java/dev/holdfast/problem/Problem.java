package dev.holdfast.problem;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/**
 * One refusal, as RFC 9457 problem details with the member {@code code}.
 *
 * @param detail what is wrong with this very request, in a sentence without a full stop; it names no host
 * @param members what else a program may want to read, in order
 * @param retryAfter when asking again may help, in whole seconds; null if it never will
 */
public record Problem(
        ProblemType type,
        String detail,
        Map<String, Object> members,
        @Nullable Duration retryAfter) {

    public Problem {
        members = new LinkedHashMap<>(members);
    }

    public static Problem of(ProblemType type, String detail) {
        return new Problem(type, detail, Map.of(), null);
    }

    /** A refusal that passes; it also carries {@code error}, the one member that the oldest clients read. */
    public static Problem passing(ProblemType type, String error, Duration retryAfter) {
        return new Problem(type, error, Map.of("error", error), retryAfter);
    }

    public Problem with(String member, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(members);
        more.put(member, value);
        return new Problem(type, detail, more, retryAfter);
    }

    public ResponseEntity<Map<String, Object>> toResponse() {
        ResponseEntity.BodyBuilder response =
                ResponseEntity.status(type.status()).contentType(MediaType.APPLICATION_PROBLEM_JSON);
        if (retryAfter != null) {
            response.header(HttpHeaders.RETRY_AFTER, Long.toString(retryAfter.toSeconds()));
        }
        return response.body(body());
    }

    /** The same from an Actuator endpoint. */
    public WebEndpointResponse<Map<String, Object>> toEndpointResponse() {
        return new WebEndpointResponse<>(body(), type.status().value(), MediaType.APPLICATION_PROBLEM_JSON);
    }

    /** The members of the problem details, in the order in which they are shown. */
    public Map<String, Object> body() {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("type", type.uri().toString());
        body.put("title", type.title());
        body.put("status", type.status().value());
        body.put("code", type.code());
        body.put("detail", detail);
        body.putAll(members);
        return body;
    }
}
