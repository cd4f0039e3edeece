package dev.holdfast.reconcile;

import java.util.function.LongSupplier;

/**
 * How many jobs may go now: few in the first second, twice as many in each that follows, up to a bound; a node that has
 * just come back has enough to do. For one thread.
 */
final class Pace {

    private static final int FIRST = 200;
    /** What was not used is kept for so long: a pause makes no flood. */
    private static final double KEPT_SECONDS = 0.1;

    private final int rate;
    private final LongSupplier nanoTime;
    private long begun;
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
        begun = nanoTime.getAsLong();
        counted = begun;
        saved = 0;
    }

    /** How many jobs may go now. */
    int allowed() {
        long now = nanoTime.getAsLong();
        double current = Math.min(rate, FIRST * Math.pow(2, Math.floor((now - begun) / 1e9)));
        saved = Math.min(saved + current * (now - counted) / 1e9, Math.max(1, current * KEPT_SECONDS));
        counted = now;
        return (int) saved;
    }

    void went(int jobs) {
        saved -= jobs;
    }
}
