package dev.holdfast.reconcile;

import dev.holdfast.job.Deadline;
import dev.holdfast.job.Reason;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits for a primary that is not well: longer after each failure in a row, up to a bound. For one thread. */
final class Patience {

    private static final Logger log = LoggerFactory.getLogger(Reconciler.class);
    private static final Duration FIRST = Duration.ofMillis(200);
    private static final Duration LONGEST = Duration.ofSeconds(5);

    private final LongSupplier nanoTime;
    private Duration next = FIRST;
    private Deadline until;

    Patience(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.until = Deadline.in(Duration.ZERO, nanoTime);
    }

    void lose(Reason reason) {
        until = Deadline.in(next, nanoTime);
        log.debug("Jobs of the standby wait for {} ms: reason={}", next.toMillis(), reason.word());
        next = next.multipliedBy(2).compareTo(LONGEST) > 0 ? LONGEST : next.multipliedBy(2);
    }

    void regain() {
        next = FIRST;
    }

    boolean isWaiting() {
        return !until.hasPassed();
    }
}
