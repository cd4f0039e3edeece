package dev.holdfast.submission;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object as plain values: null, Boolean, Long, BigInteger, Double, String, List and Map, in the order of the text.
 *
 * <p>{@link JsonTreeReader} alone makes them, no deeper than 200 levels. Not copied: whoever has one leaves it alone.
 */
public final class JsonTree {

    private final Map<String, @Nullable Object> members;
    private final List<Violation> faults;

    JsonTree(Map<String, @Nullable Object> members, List<Violation> faults) {
        this.members = members;
        this.faults = faults;
    }

    /** The members of the object; those at the places of faults mean nothing. */
    public Map<String, @Nullable Object> members() {
        return members;
    }

    /** What is legal JSON and yet cannot reach a worker unharmed, in the order of the text. */
    List<Violation> faults() {
        return faults;
    }

    /** The same tree without this member, where it has it; all that is at fault stays told. */
    public JsonTree without(String name) {
        Map<String, @Nullable Object> others = new LinkedHashMap<>(members);
        others.remove(name);
        return new JsonTree(others, faults);
    }
}
