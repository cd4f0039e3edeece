package dev.holdfast.link;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** A bell that wakes a node's supervisor; any number of rings before it wakes are one. */
final class Alarm {

    private final Semaphore rings = new Semaphore(0);

    /** Rings; called from any thread, never waits. */
    void ring() {
        if (rings.availablePermits() == 0) {
            rings.release();
        }
    }

    /** Waits for a ring, at most so long; an interrupted wait counts as rung. */
    boolean heardWithin(Duration limit) {
        try {
            boolean heard = rings.tryAcquire(limit.toNanos(), TimeUnit.NANOSECONDS);
            rings.drainPermits();
            return heard;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
