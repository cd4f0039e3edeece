package dev.holdfast.enqueue;

import java.util.concurrent.Semaphore;

/**
 * So many batches are served at once, and the others are sent away: each holds a thread for as long as its client takes
 * to send it, which no place at the front desk bounds. Safe for all threads.
 */
final class BatchPlaces {

    private final int all;
    private final Semaphore free;

    BatchPlaces(int all) {
        this.all = all;
        free = new Semaphore(all);
    }

    /** Whether the batch may be served; then it has to {@link #leave()}. */
    boolean enter() {
        return free.tryAcquire();
    }

    void leave() {
        free.release();
    }

    int taken() {
        return all - free.availablePermits();
    }
}
