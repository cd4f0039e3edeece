package dev.holdfast.lifecycle;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How long somebody wants to wait, written as RQ writes durations. */
final class WaitTime {

    /** Longer than that, and a proxy or the client itself has given up. */
    private static final Duration LONGEST = Duration.ofSeconds(60);

    private static final Pattern FORM = Pattern.compile("([0-9]{1,9})([sm]?)");
    private static final int SHOWN = 20;

    private WaitTime() {}

    /** The time that this text says; empty if it says none, or too long a one. */
    static Optional<Duration> of(String text) {
        Matcher form = FORM.matcher(text.toLowerCase(Locale.ROOT));
        if (!form.matches()) {
            return Optional.empty();
        }
        long number = Long.parseLong(form.group(1));
        Duration time = form.group(2).equals("m") ? Duration.ofMinutes(number) : Duration.ofSeconds(number);
        return Optional.of(time).filter(wait -> wait.compareTo(LONGEST) <= 0);
    }

    /** A text that is none, as it may be told. */
    static String shown(String text) {
        String plain = text.replaceAll("[^ -~]|\"", "?");
        return plain.substring(0, Math.min(SHOWN, plain.length()));
    }
}
