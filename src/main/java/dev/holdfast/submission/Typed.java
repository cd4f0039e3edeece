package dev.holdfast.submission;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values within a submission of which only the type matters. */
final class Typed {

    private Typed() {}

    /** The flag in this value; what is no flag is told. */
    static boolean flag(Object value, String pointer, Violations violations) {
        if (value instanceof Boolean flag) {
            return flag;
        }
        violations.add(pointer, ViolationCode.WRONG_TYPE, "is " + Shown.value(value) + ", must be true or false");
        return false;
    }

    /** The list in this value; what is no list is told. */
    @SuppressWarnings("unchecked") // a tree holds no other lists
    static List<@Nullable Object> array(Object value, String pointer, Violations violations) {
        if (value instanceof List) {
            return (List<@Nullable Object>) value;
        }
        violations.add(pointer, ViolationCode.WRONG_TYPE, "is " + Shown.kindOf(value) + ", must be an array");
        return List.of();
    }

    /** The members in this value; what is no object is told. */
    @SuppressWarnings("unchecked") // a tree holds no other maps
    static Map<String, @Nullable Object> object(Object value, String pointer, Violations violations) {
        if (value instanceof Map) {
            return (Map<String, @Nullable Object>) value;
        }
        violations.add(pointer, ViolationCode.WRONG_TYPE, "is " + Shown.kindOf(value) + ", must be an object");
        return Map.of();
    }
}
