package dev.holdfast.doctor;

import java.time.Duration;

/**
 * Something that held a node up, as its own monitor noticed.
 *
 * @param name in Redis's words: {@code fork}, {@code aof-fsync-always} and so on
 * @param ago when it last did
 */
record LatencyEvent(String name, Duration last, Duration longest, Duration ago) {}
