package dev.holdfast.enqueue;

import dev.holdfast.job.Deadline;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * The door: so many requests are at work, a few wait for a place, and the others are sent away at once.
 *
 * <p>It bounds the memory that bodies take and the time that a request can wait for others. Safe for all threads.
 */
final class Admission {

    private final int atWork;
    private final int waiting;
    private final Duration limit;
    private final LongSupplier nanoTime;
    private final Semaphore places;
    private final AtomicInteger inLine = new AtomicInteger();

    /**
     * @param limit how long a request may take from here to its answer
     * @param nanoTime a monotonic clock in nanoseconds
     */
    Admission(int atWork, int waiting, Duration limit, LongSupplier nanoTime) {
        this.atWork = atWork;
        this.waiting = waiting;
        this.limit = limit;
        this.nanoTime = nanoTime;
        places = new Semaphore(atWork);
    }

    /** The deadline of a request that comes now. */
    Deadline deadline() {
        return Deadline.in(limit, nanoTime);
    }

    /**
     * Whether the request may go to work; then it has to {@link #leave()}.
     *
     * <p>A free place goes to whoever comes first, not to whoever has waited longest: places that are kept for threads
     * which have yet to wake up stand empty, and under load that turns away requests for which there is room.
     */
    boolean enter(Deadline deadline) {
        return places.tryAcquire() || waitForAPlace(deadline);
    }

    void leave() {
        places.release();
    }

    int atWork() {
        return atWork - places.availablePermits();
    }

    int waiting() {
        return Math.min(inLine.get(), waiting);
    }

    private boolean waitForAPlace(Deadline deadline) {
        try {
            return inLine.incrementAndGet() <= waiting
                    && places.tryAcquire(deadline.remainingNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            inLine.decrementAndGet();
        }
    }
}
