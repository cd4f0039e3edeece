package dev.holdfast.watch;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What was seen of a node that was looked at.
 *
 * @param at when
 * @param roundTrip how long it took to answer a ping
 * @param info what it says of itself; nothing where it may not be asked
 * @param census what RQ has there; empty for a copy of the other node, and where it may not be counted
 */
record Look(Instant at, Duration roundTrip, RedisInfo info, Optional<Census> census) {}
