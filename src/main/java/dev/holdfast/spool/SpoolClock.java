package dev.holdfast.spool;

import java.time.Duration;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Milliseconds since 1970 that never run backward: a clock that is set back stands still for nobody who waits here. For
 * one thread.
 */
final class SpoolClock {

    private static final Logger log = LoggerFactory.getLogger(SpoolClock.class);
    /** Further ahead no file was ever written: it is damaged. */
    private static final Duration BELIEVED = Duration.ofDays(400);

    private static final Duration CLOSE_ENOUGH = Duration.ofSeconds(1);

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
        long behind = millis - now();
        if (behind > BELIEVED.toMillis()) {
            log.warn("The spool's file speaks of a time that cannot be: ahead_s={}", behind / 1000);
        } else if (behind > CLOSE_ENOUGH.toMillis()) {
            log.warn("The clock is behind the spool's file, whose time is taken: behind_s={}", behind / 1000);
        }
        if (behind > 0 && behind <= BELIEVED.toMillis()) {
            reached = millis;
        }
    }
}
