package dev.holdfast.testing;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** A clock that stands still until a test moves it: wall time and {@code nanoTime} together. Safe for all threads. */
public final class ManualClock implements InstantSource, LongSupplier {

    private final Instant start;
    private final AtomicLong passedNanos = new AtomicLong();

    public ManualClock() {
        this(Instant.parse("2026-11-24T10:00:00Z"));
    }

    public ManualClock(Instant start) {
        this.start = start;
    }

    public void advance(Duration step) {
        if (step.isNegative()) {
            throw new IllegalArgumentException("time only runs forward, not by " + step);
        }
        passedNanos.addAndGet(step.toNanos());
    }

    @Override
    public Instant instant() {
        return start.plusNanos(passedNanos.get());
    }

    /** Nanoseconds on a clock of which only differences mean anything. */
    public long nanoTime() {
        return passedNanos.get();
    }

    @Override
    public long getAsLong() {
        return nanoTime();
    }
}
