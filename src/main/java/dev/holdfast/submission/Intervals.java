package dev.holdfast.submission;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Seconds to wait before each of several runs: a list of whole numbers, where one may stand alone. */
final class Intervals {

    private static final WholeNumber SECONDS = new WholeNumber(0, Integer.MAX_VALUE);

    private Intervals() {}

    /** The intervals in this value; those that break a rule, which is then told, are left out. */
    static List<Integer> read(Object value, String pointer, Violations violations) {
        List<Integer> read = new ArrayList<>();
        if (!(value instanceof List<?> elements)) {
            add(read, value, pointer, violations);
        } else if (elements.isEmpty()) {
            // An empty list ends the worker at the job's first failure.
            violations.add(pointer, ViolationCode.OUT_OF_RANGE, "is empty, must have at least one number of seconds");
        } else {
            Elements.visit(elements, pointer, violations, (element, place) -> add(read, element, place, violations));
        }
        return read;
    }

    private static void add(List<Integer> read, @Nullable Object value, String pointer, Violations violations) {
        Integer seconds = SECONDS.read(value, pointer, violations);
        if (seconds != null) {
            read.add(seconds);
        }
    }
}
