package dev.holdfast.submission;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A member that holds a moment as RFC 3339 writes it, with its offset from UTC.
 *
 * <p>RQ keeps whole seconds and drops the fraction.
 */
final class Moments {

    private static final Pattern FORM =
            Pattern.compile("([0-9]{4}-[0-9]{2}-[0-9]{2})[Tt ]([0-9]{2}:[0-9]{2}:[0-9]{2})(?:\\.[0-9]{1,30})?"
                    + "(?:[Zz]|([+-])([01][0-9]|2[0-3]):([0-5][0-9]))");

    /** Python has no later year. */
    private static final long LAST_SECOND =
            LocalDateTime.of(9999, 12, 31, 23, 59, 59).toEpochSecond(ZoneOffset.UTC);

    private Moments() {}

    /** The moment in this value, none before 1970, or null when it breaks a rule, which is then told. */
    static @Nullable Instant read(Object value, String pointer, Violations violations) {
        if (!(value instanceof String text)) {
            violations.add(
                    pointer,
                    ViolationCode.WRONG_TYPE,
                    "is " + Shown.value(value) + ", must be a moment such as \"2030-01-02T03:04:05Z\"");
            return null;
        }
        Long second = secondOf(text);
        if (second == null) {
            violations.add(
                    pointer,
                    ViolationCode.INVALID_TEXT,
                    "is " + Shown.value(text) + ", must be a moment with its offset from UTC, such as"
                            + " \"2030-01-02T03:04:05Z\" or \"2030-01-02T03:04:05+02:00\"");
            return null;
        }
        if (second > LAST_SECOND) {
            violations.add(
                    pointer, ViolationCode.OUT_OF_RANGE, "is " + Shown.value(text) + ", must be before the year 10000");
            return null;
        }
        return Instant.ofEpochSecond(Math.max(0, second));
    }

    private static @Nullable Long secondOf(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            return null;
        }
        try {
            long second =
                    LocalDateTime.parse(form.group(1) + "T" + form.group(2)).toEpochSecond(ZoneOffset.UTC);
            return second - offset(form);
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static long offset(Matcher form) {
        String sign = form.group(3);
        if (sign == null) {
            return 0;
        }
        long seconds = Integer.parseInt(form.group(4)) * 3600L + Integer.parseInt(form.group(5)) * 60L;
        return sign.equals("-") ? -seconds : seconds;
    }
}
