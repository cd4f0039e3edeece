package dev.holdfast.spool;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Says whether something is due that is done every so often, and for the first time at once. For one thread. */
final class Every {

    private final long period;
    private final LongSupplier nanoTime;
    private long last;

    Every(Duration period, LongSupplier nanoTime) {
        this.period = period.toNanos();
        this.nanoTime = nanoTime;
        this.last = nanoTime.getAsLong() - this.period;
    }

    boolean isDue() {
        long now = nanoTime.getAsLong();
        boolean due = now - last >= period;
        if (due) {
            last = now;
        }
        return due;
    }
}
