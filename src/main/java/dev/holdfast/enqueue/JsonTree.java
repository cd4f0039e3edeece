package dev.holdfast.enqueue;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object as plain values: null, Boolean, Long, BigInteger, Double, String, List and Map, in the order of the text.
 *
 * @param members the members of the object
 * @param faults what is legal JSON and yet cannot reach a worker unharmed, in the order of the text; while there are
 *     any, the values at those places mean nothing
 */
record JsonTree(Map<String, @Nullable Object> members, List<Violation> faults) {}
