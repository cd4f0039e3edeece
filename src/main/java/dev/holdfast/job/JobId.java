package dev.holdfast.job;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A job's id: 1 to 200 of the characters {@code A-Z a-z 0-9 _ -}.
 *
 * <p>RQ 2.8 and later end the worker process on any other character ({@code JOB_ID_PATTERN} in RQ's {@code job.py}).
 */
public record JobId(String value) {

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{1,200}");

    public JobId {
        String objection = objection(value);
        if (objection != null) {
            throw new IllegalArgumentException(objection);
        }
    }

    /** What is wrong with this text as a job id, or null when it is one. */
    public static @Nullable String objection(String value) {
        return FORM.matcher(value).matches() ? null : "must be 1 to 200 characters of A-Z, a-z, 0-9, '_' and '-'";
    }

    @Override
    public String toString() {
        return value;
    }
}
