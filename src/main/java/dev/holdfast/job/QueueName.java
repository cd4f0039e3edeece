package dev.holdfast.job;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The name of an RQ queue: 1 to 128 of the characters {@code A-Z a-z 0-9 _ . : -}, without {@code :intermediate}.
 *
 * <p>RQ itself checks nothing; a comma breaks its list of a worker's queues, and {@code x:intermediate} is the key in
 * which RQ keeps what a worker of {@code x} has just taken.
 */
public record QueueName(String value) {

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_.:-]{1,128}");
    private static final String RESERVED = ":intermediate";

    public QueueName {
        String objection = objection(value);
        if (objection != null) {
            throw new IllegalArgumentException(objection);
        }
    }

    /** What is wrong with this text as a queue name, or null when it is one. */
    public static @Nullable String objection(String value) {
        if (!FORM.matcher(value).matches()) {
            return "must be 1 to 128 characters of A-Z, a-z, 0-9, '_', '.', ':' and '-'";
        }
        return value.contains(RESERVED) ? "must not contain ':intermediate', which RQ keeps for itself" : null;
    }

    @Override
    public String toString() {
        return value;
    }
}
