package dev.holdfast.rq;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/**
 * Moments as RQ writes them, such as {@code 2026-11-21T20:41:03.631820Z}: UTC and always six digits of a second
 * ({@code utcformat} in RQ's {@code utils.py}).
 *
 * <p>Seven digits or more end the worker process that reads them, and {@link Instant#toString()} may write nine.
 */
public final class RqTime {

    private static final byte[] FORM = "0000-00-00T00:00:00.000000Z".getBytes(StandardCharsets.US_ASCII);
    private static final int LAST_YEAR = 9999;

    private RqTime() {}

    static byte[] format(Instant at) {
        LocalDateTime time = LocalDateTime.ofEpochSecond(at.getEpochSecond(), at.getNano(), ZoneOffset.UTC);
        if (time.getYear() < 1 || time.getYear() > LAST_YEAR) {
            throw new IllegalArgumentException("Python has no year " + time.getYear());
        }
        byte[] out = FORM.clone();
        putDigits(out, 4, time.getYear());
        putDigits(out, 7, time.getMonthValue());
        putDigits(out, 10, time.getDayOfMonth());
        putDigits(out, 13, time.getHour());
        putDigits(out, 16, time.getMinute());
        putDigits(out, 19, time.getSecond());
        putDigits(out, 26, time.getNano() / 1000);
        return out;
    }

    /** Leaves the zeros of the form where the number has no more digits. */
    private static void putDigits(byte[] out, int end, int number) {
        int rest = number;
        for (int i = end - 1; rest > 0; i--) {
            out[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }

    /** The moment that this text names, or null when it names none. */
    public static @Nullable Instant parse(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            return null;
        }
    }
}
