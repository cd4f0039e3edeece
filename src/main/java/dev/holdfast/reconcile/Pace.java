package dev.holdfast.reconcile;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How many jobs may go now: few in the first second, twice as many in each that follows, up to a bound, since a node that
 * has just come back has enough to do; and half as many after each batch that took too long. For one thread.
 */
final class Pace {

    private static final int FIRST = 200;
    /** A new job that goes the same way waits behind a batch; so long, nobody notices. */
    private static final Duration SLOW = Duration.ofMillis(100);
    /** What was not used is kept for so long: a pause makes no flood. */
    private static final double KEPT_SECONDS = 0.1;

    private static final double NANOS = 1e9;

    private final int rate;
    private final LongSupplier nanoTime;
    private double current;
    private long changed;
    private long counted;
    private double saved;

    /** @param rate jobs a second at most */
    Pace(int rate, LongSupplier nanoTime) {
        this.rate = rate;
        this.nanoTime = nanoTime;
        begin();
    }

    /** Begins gently, anew. */
    void begin() {
        counted = nanoTime.getAsLong();
        saved = 0;
        goOnFrom(FIRST);
    }

    /** How many jobs may go now. */
    int allowed() {
        long now = nanoTime.getAsLong();
        while (current < rate && now - changed >= NANOS) {
            current = Math.min(rate, current * 2);
            changed += (long) NANOS;
        }
        saved = Math.min(saved + current * (now - counted) / NANOS, Math.max(1, current * KEPT_SECONDS));
        counted = now;
        return (int) saved;
    }

    void went(int jobs) {
        saved -= jobs;
    }

    /** A batch was answered after so long. */
    void took(Duration batch) {
        if (batch.compareTo(SLOW) > 0) {
            goOnFrom(Math.max(FIRST, current / 2));
        }
    }

    private void goOnFrom(double jobs) {
        current = Math.min(rate, jobs);
        changed = nanoTime.getAsLong();
    }
}
