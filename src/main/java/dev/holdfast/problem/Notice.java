package dev.holdfast.problem;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What an answer says about the incident in which it is given.
 *
 * @param id of the incident
 * @param until when it will be over, if somebody said so
 * @param refusing whether it is what keeps jobs from being accepted, so that its end is when to come back
 * @param statusUrl where people read about it
 */
public record Notice(String id, Instant since, Optional<Instant> until, boolean refusing, String statusUrl) {

    /** The members of {@code incident} in an answer, in the order in which they are shown. */
    public Map<String, Object> members() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("id", id);
        members.put("since", since.toString());
        until.ifPresent(end -> members.put("until", end.toString()));
        members.put("status_url", statusUrl);
        return members;
    }

    /** How long to wait before asking again: until the end if that is known and helps, and never less than usual. */
    Duration retryAfter(Duration usual, Instant now) {
        if (!refusing) {
            return usual;
        }
        Duration left = until.map(end -> Duration.between(now, end)).orElse(Duration.ZERO);
        // Rounded up: who comes back after so many whole seconds is not too early.
        Duration seconds = Duration.ofSeconds(left.plusNanos(999_999_999).toSeconds());
        return seconds.compareTo(usual) > 0 ? seconds : usual;
    }
}
