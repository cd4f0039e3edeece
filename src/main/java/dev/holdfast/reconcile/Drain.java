package dev.holdfast.reconcile;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says once that jobs begin to come home, and once that they all have. For one thread. */
final class Drain {

    private static final Logger log = LoggerFactory.getLogger(Reconciler.class);

    private final LongSupplier nanoTime;
    private boolean running;
    private long begun;
    private int jobs;

    Drain(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** So many jobs more are at home. */
    void brought(int more) {
        if (!running) {
            running = true;
            begun = nanoTime.getAsLong();
            jobs = 0;
            log.info("Jobs that the standby accepted are being brought home");
        }
        jobs += more;
    }

    /** Nothing is left to bring. */
    void done() {
        end("All jobs of the standby are home");
    }

    /** No job may be brought home now. */
    void interrupted() {
        end("No more jobs are brought home for now");
    }

    private void end(String how) {
        if (running) {
            running = false;
            log.info(
                    "{}: jobs={} ms={}",
                    how,
                    jobs,
                    Duration.ofNanos(nanoTime.getAsLong() - begun).toMillis());
        }
    }
}
