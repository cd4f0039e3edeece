package dev.holdfast.submission;

import dev.holdfast.rq.Repeat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the member {@code repeat}: {@code {"times": 3, "intervals": [60, 3600]}}. */
final class RepeatReader {

    private static final Shape SHAPE = new Shape("'repeat'", "an object with 'times'", List.of("times", "intervals"));
    private static final WholeNumber TIMES = new WholeNumber(1, 1_000_000);

    private final Violations violations;
    private @Nullable Integer times;
    private List<Integer> intervals = List.of();

    RepeatReader(Violations violations) {
        this.violations = violations;
    }

    /** The repeat, or null when it breaks a rule, which is then told. */
    @Nullable
    Repeat read(Object value, String pointer) {
        Shape.require(value, "times", pointer, "the number of runs after the first", violations);
        SHAPE.visit(value, pointer, violations, this::readMember);
        return times == null ? null : new Repeat(times, intervals);
    }

    private void readMember(Member member) {
        if (member.name().equals("times")) {
            times = TIMES.read(member.value(), member.pointer(), violations);
        } else {
            intervals = Intervals.read(member.value(), member.pointer(), violations);
        }
    }
}
