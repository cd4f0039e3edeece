package dev.holdfast.job;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The name of a group of jobs, RQ's {@code Group}: 1 to 128 of the characters {@code A-Z a-z 0-9 _ . : -}. */
public record GroupName(String value) {

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_.:-]{1,128}");

    public GroupName {
        String objection = objection(value);
        if (objection != null) {
            throw new IllegalArgumentException(objection);
        }
    }

    /** What is wrong with this text as the name of a group, or null when it is one. */
    public static @Nullable String objection(String value) {
        return FORM.matcher(value).matches()
                ? null
                : "must be 1 to 128 characters of A-Z, a-z, 0-9, '_', '.', ':' and '-'";
    }

    @Override
    public String toString() {
        return value;
    }
}
