package dev.holdfast.submission;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How a value of a {@link JsonTree} is named in an answer: in 63 characters at most, however long it is. */
public final class Shown {

    private static final int LONGEST = 60;

    private Shown() {}

    /** The value itself, shortened; only for members that carry no data of the client. */
    public static String value(@Nullable Object value) {
        if (value instanceof String text) {
            return '"' + Texts.shortened(text, LONGEST) + '"';
        }
        return value instanceof Number || value instanceof Boolean
                ? Texts.shortened(value.toString(), LONGEST)
                : kindOf(value);
    }

    /** What kind of value it is, and nothing of what it says. */
    public static String kindOf(@Nullable Object value) {
        if (value == null) {
            return "null";
        } else if (value instanceof String) {
            return "a string";
        } else if (value instanceof Boolean) {
            return "a boolean";
        } else if (value instanceof List) {
            return "an array";
        }
        return value instanceof Map ? "an object" : "a number";
    }
}
