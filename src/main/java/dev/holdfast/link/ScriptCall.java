package dev.holdfast.link;

import java.util.List;

/**
 * One call of a script that a link has loaded.
 *
 * <p>The link puts one argument in front of these: the deadline of the attempt, in microseconds since the epoch on the
 * node's own clock.
 */
public record ScriptCall(Script script, List<byte[]> keys, List<byte[]> arguments) {}
