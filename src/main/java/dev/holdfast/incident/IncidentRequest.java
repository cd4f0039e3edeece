package dev.holdfast.incident;

import dev.holdfast.problem.PlainText;
import dev.holdfast.problem.Violation;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What an operator says about an incident, as it came; Actuator hands on every member as text. */
record IncidentRequest(
        @Nullable String action,
        @Nullable String text,
        @Nullable String impact,
        @Nullable String until,
        @Nullable String nextUpdate) {

    private static final Duration LONGEST = Duration.ofDays(365);

    /** What can be asked. */
    enum Action {
        /** An incident begins that the service does not see. */
        OPEN("open"),
        /** People are told something. */
        UPDATE("update"),
        /** When it will be over; without a time, the last estimate is taken back. */
        ESTIMATE("estimate"),
        /** It is over. */
        CLOSE("close");

        private final String word;

        Action(String word) {
            this.word = word;
        }
    }

    /** Every rule that the request breaks, at most one for each member. */
    List<Violation> violations(Instant now) {
        return Stream.of(
                        actionViolation(),
                        textViolation(),
                        impactViolation(),
                        timeViolation("/until", until, now),
                        timeViolation("/next_update", nextUpdate, now))
                .filter(Objects::nonNull)
                .toList();
    }

    /** The action that a request without violations names. */
    Action wanted() {
        return Objects.requireNonNull(called(action));
    }

    /** Whether it adds to what was said, and is neither the first word nor the last. */
    boolean isComment() {
        Action called = called(action);
        return called == Action.UPDATE || called == Action.ESTIMATE;
    }

    /** The impact that a request without violations claims. */
    Impact claimed() {
        return impact == null ? Impact.NONE : Objects.requireNonNull(impactCalled(impact));
    }

    /** The estimate of a request without violations; null if it has none. */
    @Nullable
    Instant end() {
        return until == null ? null : instant(until);
    }

    /** When a request without violations promises more; null if it does not. */
    @Nullable
    Instant due() {
        return nextUpdate == null ? null : instant(nextUpdate);
    }

    private @Nullable Violation actionViolation() {
        if (action == null) {
            return new Violation("/action", "required", "must be given");
        }
        return called(action) == null
                ? new Violation("/action", "wrong_type", "must be one of open, update, estimate, close")
                : null;
    }

    private @Nullable Violation textViolation() {
        if (text == null) {
            Action called = called(action);
            return called == Action.OPEN || called == Action.UPDATE
                    ? new Violation("/text", "required", "must be given with this action")
                    : null;
        }
        String objection = PlainText.objection(text);
        return objection == null ? null : new Violation("/text", "invalid_text", objection);
    }

    private @Nullable Violation impactViolation() {
        if (impact == null) {
            return null;
        }
        Action called = called(action);
        if (called != null && called != Action.OPEN) {
            return new Violation("/impact", "only_when_opening", "must be left out unless action is open");
        }
        return impactCalled(impact) == null
                ? new Violation("/impact", "wrong_type", "must be one of none, later, refused")
                : null;
    }

    private @Nullable Violation timeViolation(String pointer, @Nullable String time, Instant now) {
        if (time == null) {
            return null;
        }
        if (called(action) == Action.CLOSE) {
            return new Violation(pointer, "not_when_closing", "must be left out when action is close");
        }
        try {
            Instant then = instant(time);
            return then.isAfter(now) && !then.isAfter(now.plus(LONGEST))
                    ? null
                    : new Violation(pointer, "out_of_range", "must be in the future and at most 365 days ahead");
        } catch (DateTimeException notATime) {
            return new Violation(
                    pointer, "wrong_type", "must be a time with its offset (RFC 3339), like 2026-11-24T12:00:00Z");
        }
    }

    private static @Nullable Action called(@Nullable String word) {
        return Arrays.stream(Action.values())
                .filter(action -> action.word.equals(word))
                .findFirst()
                .orElse(null);
    }

    private static @Nullable Impact impactCalled(String word) {
        return Arrays.stream(Impact.values())
                .filter(impact -> impact.word().equals(word))
                .findFirst()
                .orElse(null);
    }

    private static Instant instant(String text) {
        return OffsetDateTime.parse(text).toInstant();
    }
}
