package dev.holdfast.doctor;

import java.time.Duration;

/**
 * An entry of a node's slow log.
 *
 * @param command its name only, as its arguments are somebody's data
 * @param ago how long ago it began, on the node's clock
 */
record SlowCommand(String command, Duration took, Duration ago) {}
