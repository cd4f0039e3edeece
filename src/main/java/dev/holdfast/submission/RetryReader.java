package dev.holdfast.submission;

import dev.holdfast.rq.Retry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the member {@code retry}: {@code {"max": 3, "intervals": [10, 30], "at_front": true}}. */
final class RetryReader {

    private static final Shape SHAPE =
            new Shape("'retry'", "an object with 'max'", List.of("max", "intervals", "at_front"));
    private static final WholeNumber MAX = new WholeNumber(1, 1000);

    private final Violations violations;
    private @Nullable Integer max;
    private List<Integer> intervals = List.of();
    private boolean atFront;

    RetryReader(Violations violations) {
        this.violations = violations;
    }

    /** The retry, or null when it breaks a rule, which is then told. */
    @Nullable
    Retry read(Object value, String pointer) {
        Shape.require(value, "max", pointer, "the number of repetitions", violations);
        SHAPE.visit(value, pointer, violations, this::readMember);
        return max == null ? null : new Retry(max, intervals, atFront);
    }

    private void readMember(Member member) {
        switch (member.name()) {
            case "max" -> max = MAX.read(member.value(), member.pointer(), violations);
            case "intervals" -> intervals = Intervals.read(member.value(), member.pointer(), violations);
            default -> atFront = Typed.flag(member.value(), member.pointer(), violations);
        }
    }
}
