package dev.holdfast.enqueue;

import dev.holdfast.rq.Retry;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the member {@code retry}: {@code {"max": 3, "intervals": [10, 30]}}, where one interval may stand alone. */
final class RetryReader {

    private static final String POINTER = "/retry";
    private static final int MOST_RETRIES = 1000;

    private final Violations violations;
    private @Nullable Integer max;
    private List<Integer> intervals = List.of(0);

    RetryReader(Violations violations) {
        this.violations = violations;
    }

    /** The retry, or null when it breaks a rule, which is then told. */
    @Nullable
    Retry read(Object value) {
        if (!(value instanceof Map<?, ?> members)) {
            violations.add(
                    POINTER, ViolationCode.WRONG_TYPE, "is " + Shown.kindOf(value) + ", must be an object with 'max'");
            return null;
        }
        if (members.get("max") == null) {
            violations.add(POINTER + "/max", ViolationCode.REQUIRED, "is missing, must be the number of repetitions");
        }
        members.forEach((name, part) -> {
            if (!violations.tookAt(POINTER, (String) name)) {
                readMember((String) name, part);
            }
            violations.takeInside(POINTER, (String) name);
        });
        return max == null ? null : new Retry(max, intervals);
    }

    private void readMember(String name, @Nullable Object value) {
        String pointer = Pointers.child(POINTER, name);
        switch (name) {
            case "max" -> max = value == null ? null : number(value, 1, MOST_RETRIES, pointer);
            case "intervals" -> {
                if (value != null) {
                    readIntervals(value, pointer);
                }
            }
            case "at_front" -> {
                if (value != null) {
                    violations.add(pointer, ViolationCode.NOT_YET_SUPPORTED, SubmissionReader.NOT_YET);
                }
            }
            default ->
                violations.add(pointer, ViolationCode.UNKNOWN_MEMBER, "is unknown, 'retry' has 'max' and 'intervals'");
        }
    }

    private void readIntervals(Object value, String pointer) {
        if (!(value instanceof List<?> elements)) {
            Integer only = number(value, 0, Integer.MAX_VALUE, pointer);
            intervals = only == null ? intervals : List.of(only);
            return;
        }
        // An empty list ends the worker at the job's first failure.
        if (elements.isEmpty()) {
            violations.add(pointer, ViolationCode.OUT_OF_RANGE, "is empty, must have at least one number of seconds");
            return;
        }
        List<Integer> read = new ArrayList<>(elements.size());
        for (int i = 0; i < elements.size(); i++) {
            String index = Integer.toString(i);
            if (!violations.tookAt(pointer, index)) {
                Integer seconds = number(elements.get(i), 0, Integer.MAX_VALUE, Pointers.child(pointer, index));
                read.add(seconds == null ? 0 : seconds);
            }
            violations.takeInside(pointer, index);
        }
        intervals = read.isEmpty() ? intervals : read;
    }

    private @Nullable Integer number(@Nullable Object value, int least, int most, String pointer) {
        if (value instanceof Long number && number >= least && number <= most) {
            return number.intValue();
        }
        boolean whole = value instanceof Long || value instanceof BigInteger;
        violations.add(
                pointer,
                whole ? ViolationCode.OUT_OF_RANGE : ViolationCode.WRONG_TYPE,
                "is " + (value == null ? "null" : Shown.value(value)) + ", must be a whole number between " + least
                        + " and " + most);
        return null;
    }
}
