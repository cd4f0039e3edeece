package dev.holdfast.incident;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * Names incidents: {@code inc-20261124-100000-7k3f9q}, the time in UTC, so that they sort, and 30 random bits, so that
 * instances that see the same outage in the same second do not name it alike.
 */
final class IncidentIds implements Function<Instant, String> {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);
    /** Crockford's, without letters that look like digits. */
    private static final String ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";

    private static final int LETTERS = 6;

    private final RandomGenerator random;

    IncidentIds(RandomGenerator random) {
        this.random = random;
    }

    @Override
    public String apply(Instant since) {
        StringBuilder id = new StringBuilder("inc-").append(TIME.format(since)).append('-');
        for (int i = 0; i < LETTERS; i++) {
            id.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return id.toString();
    }
}
