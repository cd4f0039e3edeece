package dev.holdfast.job;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The dotted path of the Python function that a worker imports and calls, such as {@code reports.tasks.build}: at most
 * 500 characters, at least one dot, every part a Python identifier.
 */
public record TaskName(String value) {

    private static final int LONGEST = 500;
    private static final String IDENTIFIER = "[\\p{L}\\p{Nl}_][\\p{L}\\p{Nl}\\p{Mn}\\p{Mc}\\p{Nd}\\p{Pc}]*+";
    private static final Pattern FORM = Pattern.compile(IDENTIFIER + "(?:\\." + IDENTIFIER + ")++");

    public TaskName {
        String objection = objection(value);
        if (objection != null) {
            throw new IllegalArgumentException(objection);
        }
    }

    /** What is wrong with this text as a task name, or null when it is one. */
    public static @Nullable String objection(String value) {
        if (value.length() > LONGEST) {
            return "has " + value.length() + " characters, limit is " + LONGEST;
        }
        return FORM.matcher(value).matches()
                ? null
                : "must be the dotted path of a Python function, such as 'reports.tasks.build'";
    }

    @Override
    public String toString() {
        return value;
    }
}
