package dev.holdfast.job;

import java.time.Duration;
import java.util.function.LongSupplier;

/** The moment until which an answer is of use, on a clock that only runs forward; safe for all threads. */
public final class Deadline {

    private final LongSupplier nanoTime;
    private final long at;

    private Deadline(LongSupplier nanoTime, long at) {
        this.nanoTime = nanoTime;
        this.at = at;
    }

    /**
     * The deadline that lies this far ahead.
     *
     * @param nanoTime a monotonic clock in nanoseconds, such as {@link System#nanoTime()}
     */
    public static Deadline in(Duration ahead, LongSupplier nanoTime) {
        return new Deadline(nanoTime, nanoTime.getAsLong() + ahead.toNanos());
    }

    /** This deadline, or the one that lies so far ahead of now, whichever comes first. */
    public Deadline within(Duration ahead) {
        long sooner = nanoTime.getAsLong() + ahead.toNanos();
        return sooner - at < 0 ? new Deadline(nanoTime, sooner) : this;
    }

    /** Nanoseconds from now until the deadline; zero or negative once it has passed. */
    public long remainingNanos() {
        return at - nanoTime.getAsLong();
    }

    public boolean hasPassed() {
        return remainingNanos() <= 0;
    }

    @Override
    public String toString() {
        return "Deadline{in " + Duration.ofNanos(remainingNanos()).toMillis() + " ms}";
    }
}
