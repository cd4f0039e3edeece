package dev.holdfast.reconcile;

import dev.holdfast.job.Deadline;
import dev.holdfast.job.Reason;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits for a node that is not well: longer after each failure in a row, up to a bound. For one thread. */
final class Patience {

    private static final Logger log = LoggerFactory.getLogger(Reconciler.class);
    private static final Duration FIRST = Duration.ofMillis(200);
    private static final Duration LONGEST = Duration.ofSeconds(5);

    private final String way;
    private final LongSupplier nanoTime;
    private Duration next = FIRST;
    private Deadline until;

    /** @param way its word */
    Patience(String way, LongSupplier nanoTime) {
        this.way = way;
        this.nanoTime = nanoTime;
        this.until = Deadline.in(Duration.ZERO, nanoTime);
    }

    void heed(Optional<Reason> trouble) {
        trouble.ifPresentOrElse(this::lose, () -> next = FIRST);
    }

    private void lose(Reason reason) {
        until = Deadline.in(next, nanoTime);
        log.debug("Jobs on their way home wait for {} ms: way={} reason={}", next.toMillis(), way, reason.word());
        next = next.multipliedBy(2).compareTo(LONGEST) > 0 ? LONGEST : next.multipliedBy(2);
    }

    boolean isWaiting() {
        return !until.hasPassed();
    }
}
