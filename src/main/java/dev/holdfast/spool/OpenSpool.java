package dev.holdfast.spool;

import dev.holdfast.job.Reason;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The file and what can be done with it.
 *
 * @param clock milliseconds since 1970
 * @param obstacle why no row may be added now
 */
record OpenSpool(
        SpoolFile file, Rows rows, Claims claims, Held held, LongSupplier clock, Supplier<Optional<Reason>> obstacle) {

    static OpenSpool of(SpoolFile file, SpoolClock clock, LongSupplier nanoTime, Supplier<Optional<Reason>> obstacle) {
        return new OpenSpool(file, new Rows(file), new Claims(file, nanoTime), new Held(file), clock::now, obstacle);
    }

    long now() {
        return clock.getAsLong();
    }
}
