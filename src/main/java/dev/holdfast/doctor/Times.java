package dev.holdfast.doctor;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * What a run takes its times from.
 *
 * @param pause lets so much time pass
 */
record Times(InstantSource clock, LongSupplier nanoTime, Consumer<Duration> pause) {

    static Times ofThisMachine() {
        return new Times(InstantSource.system(), System::nanoTime, pause -> LockSupport.parkNanos(pause.toNanos()));
    }
}
