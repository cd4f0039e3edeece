package dev.holdfast.reconcile;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says once that jobs begin to come home, and once that they all have. For one thread. */
final class Drain {

    private static final Logger log = LoggerFactory.getLogger(Reconciler.class);

    private final WayHome way;
    private final LongSupplier nanoTime;
    private boolean running;
    private long begun;
    private int jobs;

    Drain(WayHome way, LongSupplier nanoTime) {
        this.way = way;
        this.nanoTime = nanoTime;
    }

    /** So many jobs more are at home. */
    void brought(int more) {
        if (more > 0 && !running) {
            running = true;
            begun = nanoTime.getAsLong();
            jobs = 0;
            switch (way.origin()) {
                case STRAYS -> log.info("Jobs that the standby accepted are being brought home");
                case SPOOL ->
                    log.info(
                            "Jobs of the spool are being placed at Redis {}",
                            way.to().word());
            }
        }
        jobs += more;
    }

    /** Nothing is left to bring. */
    void done() {
        switch (way.origin()) {
            case STRAYS -> end("All jobs of the standby are home");
            case SPOOL -> end("All jobs of the spool for Redis " + way.to().word() + " are placed");
        }
    }

    /** No job may be brought home now. */
    void interrupted() {
        switch (way.origin()) {
            case STRAYS -> end("No more jobs are brought home for now");
            case SPOOL ->
                end("No more jobs of the spool are placed at Redis " + way.to().word() + " for now");
        }
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
