package dev.holdfast.rq;

import java.math.BigInteger;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The values that both of RQ's serializers carry unchanged: null, booleans, whole numbers, finite doubles, text, lists
 * and maps with text as keys.
 *
 * <p>The limits lie below those of Python's reader, where RQ 1.13 ends the worker process on an unreadable
 * {@code meta}.
 */
public final class PlainTree {

    /** Levels of lists and maps within each other; Python's JSON reader stops at about 980. */
    public static final int DEEPEST = 200;

    /** About 4,300 decimal digits, where CPython stops to read an integer. */
    private static final int LONGEST_INTEGER = 14_284;

    private PlainTree() {}

    /** What is wrong with this value as a plain tree, or null when it is one. */
    public static @Nullable String objection(@Nullable Object value) {
        return objection(value, DEEPEST);
    }

    private static @Nullable String objection(@Nullable Object value, int levelsLeft) {
        if (value instanceof String text) {
            return textObjection(text);
        } else if (value == null || value instanceof Long || value instanceof Integer || value instanceof Boolean) {
            return null;
        } else if (value instanceof Double number) {
            return Double.isFinite(number) ? null : "must be a finite number";
        } else if (value instanceof BigInteger number) {
            return number.bitLength() > LONGEST_INTEGER ? "must not have more than 4,300 digits" : null;
        } else if (levelsLeft == 0) {
            return "must not be nested deeper than " + DEEPEST + " levels";
        } else if (value instanceof Map<?, ?> map) {
            return mapObjection(map, levelsLeft - 1);
        } else if (value instanceof List<?> list) {
            return eachObjection(list, levelsLeft - 1);
        }
        return "must be plain data, not a " + value.getClass().getSimpleName();
    }

    private static @Nullable String mapObjection(Map<?, ?> map, int levelsLeft) {
        for (Object key : map.keySet()) {
            String objection = key instanceof String text ? textObjection(text) : "must have text as keys";
            if (objection != null) {
                return objection;
            }
        }
        return eachObjection(map.values(), levelsLeft);
    }

    private static @Nullable String eachObjection(Collection<?> values, int levelsLeft) {
        for (Object value : values) {
            String objection = objection(value, levelsLeft);
            if (objection != null) {
                return objection;
            }
        }
        return null;
    }

    /** What is wrong with this text, or null when it can be written as UTF-8. */
    static @Nullable String textObjection(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (Character.isLowSurrogate(text.charAt(i))
                        || i + 1 == text.length()
                        || !Character.isLowSurrogate(text.charAt(i + 1))) {
                    return "must not contain half of a surrogate pair";
                }
                i++;
            }
        }
        return null;
    }
}
