package dev.holdfast.link;

import java.util.List;
import java.util.function.Predicate;

/**
 * One call of a script that a link has loaded.
 *
 * <p>The link puts one argument in front of these: the deadline of the attempt, in microseconds since the epoch on the
 * node's own clock.
 *
 * @param isAnsweredBy whether an answer can be one to this call; after one that cannot, the link believes nothing more
 */
public record ScriptCall(
        Script script, List<byte[]> keys, List<byte[]> arguments, Predicate<List<byte[]>> isAnsweredBy) {

    /** A call to which every answer can be one. */
    public ScriptCall(Script script, List<byte[]> keys, List<byte[]> arguments) {
        this(script, keys, arguments, parts -> true);
    }
}
