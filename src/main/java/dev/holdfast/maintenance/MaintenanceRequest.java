package dev.holdfast.maintenance;

import dev.holdfast.problem.Violation;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What an operator asks for, as it came; Actuator hands on every member as text. */
record MaintenanceRequest(
        @Nullable String enabled,
        @Nullable String until,
        @Nullable String message) {

    private static final Duration LONGEST = Duration.ofDays(365);

    /** Every rule that the request breaks, at most one for each member. */
    List<Violation> violations(Instant now) {
        return Stream.of(enabledViolation(), untilViolation(now), messageViolation())
                .filter(Objects::nonNull)
                .toList();
    }

    /** The window that a request without violations asks for; null if it opens the door. */
    @Nullable
    MaintenanceWindow window() {
        return "true".equals(enabled) ? new MaintenanceWindow(until == null ? null : instant(until), message) : null;
    }

    private @Nullable Violation enabledViolation() {
        if (enabled == null) {
            return new Violation("/enabled", "required", "must be given");
        }
        return enabled.equals("true") || opens()
                ? null
                : new Violation("/enabled", "wrong_type", "must be true or false");
    }

    private @Nullable Violation untilViolation(Instant now) {
        if (until == null) {
            return null;
        }
        if (opens()) {
            return onlyWhenClosing("/until");
        }
        try {
            Instant end = instant(until);
            return end.isAfter(now) && !end.isAfter(now.plus(LONGEST))
                    ? null
                    : new Violation("/until", "out_of_range", "must be in the future and at most 365 days ahead");
        } catch (DateTimeException notATime) {
            return new Violation(
                    "/until", "wrong_type", "must be a time with its offset (RFC 3339), like 2026-11-24T12:00:00Z");
        }
    }

    private @Nullable Violation messageViolation() {
        if (message == null) {
            return null;
        }
        if (opens()) {
            return onlyWhenClosing("/message");
        }
        String objection = MaintenanceWindow.objection(message);
        return objection == null ? null : new Violation("/message", "invalid_text", objection);
    }

    private boolean opens() {
        return "false".equals(enabled);
    }

    private static Violation onlyWhenClosing(String pointer) {
        return new Violation(pointer, "only_when_closing", "must be left out when enabled is false");
    }

    private static Instant instant(String text) {
        return OffsetDateTime.parse(text).toInstant();
    }
}
