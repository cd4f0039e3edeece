package dev.holdfast.job;

import java.util.regex.Pattern;

/**
 * What a submission says, as 32 hexadecimal digits: two submissions with the same fingerprint ask for the same thing.
 *
 * <p>It tells a repeated submission from another one that claims the same id, so it never depends on the id, on
 * encoded bytes or on the time.
 */
public record Fingerprint(String value) {

    private static final Pattern FORM = Pattern.compile("[0-9a-f]{32}");

    public Fingerprint {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("a fingerprint is 32 hexadecimal digits");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
