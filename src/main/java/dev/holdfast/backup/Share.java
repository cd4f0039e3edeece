package dev.holdfast.backup;

import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Takes no more than a share of a Redis's time: after each call it waits in proportion to what the call took, network
 * included.
 */
final class Share {

    private final int percent;
    private final LongSupplier nanoTime;

    Share(int percent, LongSupplier nanoTime) {
        if (percent < 1 || percent > 100) {
            throw new IllegalArgumentException("the share of Redis's time is " + percent + " %: it must be 1 to 100");
        }
        this.percent = percent;
        this.nanoTime = nanoTime;
    }

    <T> T call(Supplier<T> call) {
        long begin = nanoTime.getAsLong();
        T result = call.get();
        long end = nanoTime.getAsLong();
        long pause = (end - begin) * (100 - percent) / percent;
        while (nanoTime.getAsLong() - end < pause && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(pause - (nanoTime.getAsLong() - end));
        }
        return result;
    }
}
