package dev.holdfast.outage;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The fault that reigns now, and the wait for another one. */
final class Weather {

    private Fault fault = Fault.none();

    synchronized Fault now() {
        return fault;
    }

    synchronized void becomes(Fault next) {
        fault = next;
        notifyAll();
    }

    /** Returns as soon as another fault reigns. */
    synchronized void awaitOtherThan(Fault former) throws InterruptedException {
        while (fault.equals(former)) {
            wait();
        }
    }

    /** The same, for so long at most. */
    synchronized void awaitOtherThan(Fault former, Duration atMost) throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        for (long left = atMost.toNanos(); fault.equals(former) && left > 0; left = end - System.nanoTime()) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
    }
}
