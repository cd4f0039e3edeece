package dev.holdfast.failover;

import dev.holdfast.job.Node;
import dev.holdfast.problem.Violation;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an operator asks for, as sent.
 *
 * @param active the node to which jobs shall go
 * @param failback who is to bring them back to the primary
 * @param reason for the history
 */
record FailoverRequest(
        @Nullable String active,
        @Nullable String failback,
        @Nullable String reason) {

    private static final int LONGEST_REASON = 200;

    /** Every rule that the request breaks, at most one for each member. */
    List<Violation> violations() {
        return Stream.of(activeViolation(), failbackViolation(), reasonViolation())
                .filter(Objects::nonNull)
                .toList();
    }

    /** The node that a request without violations names; null if it names none. */
    @Nullable
    Node node() {
        return Arrays.stream(Node.values())
                .filter(node -> node.word().equals(active))
                .findFirst()
                .orElse(null);
    }

    /** How failback shall be; null if it shall stay as it is. Whoever names the standby wants to stay there. */
    @Nullable
    Failback mode() {
        if (failback == null && node() == Node.STANDBY) {
            return Failback.MANUAL;
        }
        return Arrays.stream(Failback.values())
                .filter(mode -> mode.word().equals(failback))
                .findFirst()
                .orElse(null);
    }

    private @Nullable Violation activeViolation() {
        if (active == null) {
            return failback == null ? new Violation("/active", "required", "must be given, or failback must be") : null;
        }
        return node() == null ? new Violation("/active", "wrong_type", "must be primary or standby") : null;
    }

    private @Nullable Violation failbackViolation() {
        return failback != null && mode() == null
                ? new Violation("/failback", "wrong_type", "must be auto or manual")
                : null;
    }

    private @Nullable Violation reasonViolation() {
        if (reason == null) {
            return null;
        }
        boolean fits = reason.length() <= LONGEST_REASON && reason.chars().noneMatch(Character::isISOControl);
        return fits
                ? null
                : new Violation(
                        "/reason",
                        "invalid_text",
                        "must be at most " + LONGEST_REASON + " characters without control characters");
    }
}
