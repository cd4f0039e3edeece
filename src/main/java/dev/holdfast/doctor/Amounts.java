package dev.holdfast.doctor;

import java.time.Duration;
import java.util.Locale;

/** Figures as people read them. */
final class Amounts {

    private static final String[] UNITS = {"bytes", "KB", "MB", "GB", "TB"};

    private Amounts() {}

    static String bytes(long bytes) {
        double amount = bytes;
        int unit = 0;
        while (amount >= 1024 && unit < UNITS.length - 1) {
            amount /= 1024;
            unit++;
        }
        return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", amount, UNITS[unit]);
    }

    static String percent(double share) {
        return String.format(Locale.ROOT, "%.0f %%", share * 100);
    }

    static String millis(Duration duration) {
        return String.format(Locale.ROOT, "%.1f ms", duration.toNanos() / 1e6);
    }

    /** Days, or hours, or what is less. */
    static String roughly(Duration duration) {
        if (duration.toDays() >= 2) {
            return duration.toDays() + " days";
        } else if (duration.toHours() >= 2) {
            return duration.toHours() + " hours";
        } else if (duration.toMinutes() >= 2) {
            return duration.toMinutes() + " minutes";
        }
        return duration.toSeconds() + " s";
    }
}
