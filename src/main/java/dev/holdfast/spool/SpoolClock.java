package dev.holdfast.spool;

import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * Milliseconds since 1970 that never run backward: a clock that is set back stands still for nobody who waits here. For
 * one thread.
 */
final class SpoolClock {

    private final InstantSource wall;
    private final LongSupplier nanoTime;
    private long reached;
    private long readAt;

    SpoolClock(InstantSource wall, LongSupplier nanoTime) {
        this.wall = wall;
        this.nanoTime = nanoTime;
        this.reached = wall.millis();
        this.readAt = nanoTime.getAsLong();
    }

    long now() {
        long at = nanoTime.getAsLong();
        long passed = (at - readAt) / 1_000_000;
        // What is left of a millisecond counts next time.
        readAt += passed * 1_000_000;
        reached = Math.max(reached + passed, wall.millis());
        return reached;
    }

    /** It is at least so late: a file says so that was written before the clock was set back. */
    void notBefore(long millis) {
        reached = Math.max(reached, millis);
    }
}
