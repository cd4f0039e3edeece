package dev.holdfast.status;

import java.text.NumberFormat;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times and numbers as people read them, in UTC wherever they are. */
final class Spoken {

    private static final DateTimeFormatter DAY_AND_TIME = inUtc("d MMM uuuu, HH:mm 'UTC'");
    private static final DateTimeFormatter TO_THE_SECOND = inUtc("d MMM uuuu, HH:mm:ss 'UTC'");
    private static final DateTimeFormatter TIME = inUtc("HH:mm 'UTC'");

    private Spoken() {}

    /**
     * A moment for the element {@code time}.
     *
     * @param iso for programs
     * @param text for people
     */
    record Moment(String iso, String text) {}

    static Moment moment(Instant at) {
        return new Moment(at.toString(), DAY_AND_TIME.format(at));
    }

    static Moment exactMoment(Instant at) {
        return new Moment(at.toString(), TO_THE_SECOND.format(at));
    }

    /** The end of a time that began then, without the day if that is the same. */
    static Moment momentAfter(Instant from, Instant until) {
        boolean sameDay = day(from).equals(day(until));
        return sameDay ? new Moment(until.toString(), TIME.format(until)) : moment(until);
    }

    /** The two largest units, rounded down. */
    static String duration(Duration length) {
        long minutes = length.toMinutes();
        long hours = length.toHours();
        if (minutes == 0) {
            return Math.max(0, length.toSeconds()) + " s";
        } else if (hours == 0) {
            return minutes + " min";
        }
        return length.toDays() == 0
                ? pair(hours, "h", length.toMinutesPart(), "min")
                : pair(length.toDays(), "d", length.toHoursPart(), "h");
    }

    static String number(long number) {
        return String.format(Locale.ENGLISH, "%,d", number);
    }

    /** Where there is little room: {@code 1.2M}. */
    static String shortNumber(long number) {
        if (number < 100_000) {
            return number(number);
        }
        NumberFormat format = NumberFormat.getCompactNumberInstance(Locale.ENGLISH, NumberFormat.Style.SHORT);
        format.setMaximumFractionDigits(1);
        return format.format(number);
    }

    private static String pair(long large, String unit, int small, String smallUnit) {
        return large + " " + unit + (small == 0 ? "" : " " + small + " " + smallUnit);
    }

    private static LocalDate day(Instant at) {
        return at.atZone(ZoneOffset.UTC).toLocalDate();
    }

    private static DateTimeFormatter inUtc(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).withZone(ZoneOffset.UTC);
    }
}
