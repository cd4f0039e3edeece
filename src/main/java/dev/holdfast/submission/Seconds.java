package dev.holdfast.submission;

import java.math.BigInteger;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A member that holds a duration, with what RQ allows for it.
 *
 * <p>RQ takes an integer, {@code "10"}, {@code "90s"}, {@code "5m"}, {@code "1h"} or {@code "1d"}; a worker takes
 * nothing but whole seconds up to 2147483647 and ends on anything else.
 */
enum Seconds {
    /** RQ refuses 0; -1 lets the job run for ever. */
    TIMEOUT(1, true, "between 1 and 2147483647, or -1 for no limit"),
    TTL(1, false, "between 1 and 2147483647"),
    /** Negative durations, which RQ takes for the past, are more often mistakes. */
    RUN_IN(0, false, "between 0 and 2147483647"),
    /** RQ reads 0 as its default, and a negative one as an alarm that never rings. */
    CALLBACK_TIMEOUT(1, false, "between 1 and 2147483647"),
    /** So long a worker may hear of nothing else. */
    WEBHOOK_TIMEOUT(1, 300, "between 1 and 300"),
    RESULT_TTL(0, true, "between 0 and 2147483647, or -1 for ever"),
    FAILURE_TTL(0, true, "between 0 and 2147483647, or -1 for ever");

    // Thirteen digits of days still fit into a long.
    private static final Pattern FORM = Pattern.compile("(-?[0-9]{1,13})([smhd]?)");

    private final int least;
    private final int most;
    private final boolean orMinusOne;
    private final String limits;

    Seconds(int least, boolean orMinusOne, String limits) {
        this(least, Integer.MAX_VALUE, orMinusOne, limits);
    }

    Seconds(int least, int most, String limits) {
        this(least, most, false, limits);
    }

    Seconds(int least, int most, boolean orMinusOne, String limits) {
        this.least = least;
        this.most = most;
        this.orMinusOne = orMinusOne;
        this.limits = limits;
    }

    /** The seconds in this value, or null when it breaks a rule, which is then told. */
    @Nullable
    Integer read(Object value, String pointer, Violations violations) {
        if (value instanceof Long number) {
            return inRange(number, value, pointer, violations);
        }
        if (value instanceof String text) {
            Matcher form = FORM.matcher(text.toLowerCase(Locale.ROOT));
            if (form.matches()) {
                return inRange(Long.parseLong(form.group(1)) * unit(form.group(2)), value, pointer, violations);
            }
        }
        ViolationCode code = value instanceof BigInteger
                ? ViolationCode.OUT_OF_RANGE
                : value instanceof String ? ViolationCode.INVALID_TEXT : ViolationCode.WRONG_TYPE;
        violations.add(
                pointer,
                code,
                "is " + Shown.value(value)
                        + ", must be whole seconds, or text such as \"90s\", \"5m\", \"1h\" or \"1d\", " + limits);
        return null;
    }

    private @Nullable Integer inRange(long seconds, Object value, String pointer, Violations violations) {
        boolean fits = (seconds >= least && seconds <= most) || (orMinusOne && seconds == -1);
        if (fits) {
            return (int) seconds;
        }
        violations.add(pointer, ViolationCode.OUT_OF_RANGE, "is " + Shown.value(value) + ", must be " + limits);
        return null;
    }

    private static long unit(String letter) {
        return switch (letter) {
            case "m" -> 60;
            case "h" -> 3600;
            case "d" -> 86_400;
            default -> 1;
        };
    }
}
