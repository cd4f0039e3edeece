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

/**
 * What an operator asks for, as it came; Actuator hands on every member as text.
 *
 * @param from when a planned window begins; without it, the request is about now
 * @param cancel the planned window that is taken back; nothing else is asked for then
 */
record MaintenanceRequest(
        @Nullable String enabled,
        @Nullable String from,
        @Nullable String until,
        @Nullable String message,
        @Nullable String cancel) {

    private static final Duration LONGEST = Duration.ofDays(365);

    /** Every rule that the request breaks, at most one for each member. */
    List<Violation> violations(Instant now) {
        Stream<@Nullable Violation> found = cancel != null
                ? Stream.of(
                        beside("/enabled", enabled),
                        beside("/from", from),
                        beside("/until", until),
                        beside("/message", message))
                : Stream.of(enabledViolation(), fromViolation(now), untilViolation(now), messageViolation());
        return found.flatMap(Stream::ofNullable).toList();
    }

    boolean isPlan() {
        return from != null;
    }

    /** The window that a request without violations asks for now; null if it opens the door. */
    @Nullable
    MaintenanceWindow window() {
        return "true".equals(enabled) ? new MaintenanceWindow(until == null ? null : instant(until), message) : null;
    }

    /** The window that a request without violations plans. */
    PlannedWindow planned(String id) {
        return new PlannedWindow(
                id, instant(Objects.requireNonNull(from)), instant(Objects.requireNonNull(until)), message);
    }

    private static @Nullable Violation beside(String pointer, @Nullable String member) {
        return member == null
                ? null
                : new Violation(pointer, "only_without_cancel", "must be left out when cancel is given");
    }

    private @Nullable Violation enabledViolation() {
        if (from != null) {
            return enabled == null || enabled.equals("true")
                    ? null
                    : new Violation("/enabled", "only_without_from", "must be true or left out when from is given");
        }
        if (enabled == null) {
            return new Violation("/enabled", "required", "must be given");
        }
        return enabled.equals("true") || opens()
                ? null
                : new Violation("/enabled", "wrong_type", "must be true or false");
    }

    private @Nullable Violation fromViolation(Instant now) {
        return from == null ? null : timeViolation("/from", from, now);
    }

    private @Nullable Violation untilViolation(Instant now) {
        if (from == null && until != null && opens()) {
            return onlyWhenClosing("/until");
        }
        if (until == null) {
            return from == null
                    ? null
                    : new Violation("/until", "required", "must be given when from is, as nobody may be there to open");
        }
        Violation violation = timeViolation("/until", until, now);
        if (violation != null || from == null || timeViolation("/from", from, now) != null) {
            return violation;
        }
        return instant(until).isAfter(instant(from))
                ? null
                : new Violation("/until", "out_of_range", "must be after from");
    }

    private static @Nullable Violation timeViolation(String pointer, String text, Instant now) {
        try {
            Instant time = instant(text);
            return time.isAfter(now) && !time.isAfter(now.plus(LONGEST))
                    ? null
                    : new Violation(pointer, "out_of_range", "must be in the future and at most 365 days ahead");
        } catch (DateTimeException notATime) {
            return new Violation(
                    pointer, "wrong_type", "must be a time with its offset (RFC 3339), like 2026-11-24T12:00:00Z");
        }
    }

    private @Nullable Violation messageViolation() {
        if (message == null) {
            return null;
        }
        if (from == null && opens()) {
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
