package dev.holdfast.spool;

import dev.holdfast.job.Deadline;
import dev.holdfast.job.JobId;
import dev.holdfast.job.Reason;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Does to single rows what an operator says. Safe for all threads. */
final class SpoolOperator {

    private static final Logger log = LoggerFactory.getLogger(SpoolOperator.class);
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final int SHOWN = 100;

    private final Spool spool;
    private final LongSupplier nanoTime;
    private final AtomicLong released = new AtomicLong();

    SpoolOperator(Spool spool, LongSupplier nanoTime) {
        this.spool = spool;
        this.nanoTime = nanoTime;
    }

    /** What came of an order. */
    sealed interface Result {

        record Done() implements Result {}

        /** The job is not in the state for this. */
        record WrongState(SpooledJob job) implements Result {}

        /** The spool has no such job. */
        record NoSuchJob() implements Result {}

        /** The disk did not say. */
        record NotAsked(Reason reason) implements Result {}
    }

    /** Something that is done to a row if it is in the state for it. */
    @FunctionalInterface
    private interface Order {
        boolean on(OpenSpool spool) throws SQLException;
    }

    /** A row that is set aside waits again. */
    Result retry(JobId id) {
        Result result = order(id, open -> open.held().retry(id));
        if (result instanceof Result.Done) {
            tell(Level.INFO, "A job of the spool is tried again: id={}", id);
        }
        return result;
    }

    /** All rows that are set aside wait again; in several steps, so that submissions do not wait for it. */
    Result retryAll() {
        int retried = 0;
        List<Long> rows;
        long last = 0;
        do {
            long after = last;
            Outcome<List<Long>> step = spool.ask(open -> open.held().retrySome(after), soon());
            if (!(step instanceof Outcome.Done<List<Long>> done)) {
                return new Result.NotAsked(reason(step));
            }
            rows = done.result();
            retried += rows.size();
            last = rows.isEmpty() ? after : rows.get(rows.size() - 1);
        } while (!rows.isEmpty());
        log.info("All jobs of the spool that were set aside are tried again: jobs={}", retried);
        return new Result.Done();
    }

    /** A row that was sent to a node waits for whichever node takes it; the job may run twice. */
    Result release(JobId id) {
        Result result = order(id, open -> open.held().release(id, open.now()));
        if (result instanceof Result.Done) {
            released.incrementAndGet();
            tell(Level.WARN, "A job of the spool is let go by an operator, and may run twice: id={}", id);
        }
        return result;
    }

    /** A row is given up that is set aside, waits, or that nodes are asked to have no more. */
    Result discard(JobId id) {
        Result result = order(id, open -> open.held().discard(id));
        if (result instanceof Result.Done) {
            tell(
                    Level.WARN,
                    "A job of the spool is given up by an operator, and is brought nowhere any more: id={}",
                    id);
        }
        return result;
    }

    private static void tell(Level level, String words, JobId id) {
        log.atLevel(level).addKeyValue("job_id", id.value()).log(words, id);
    }

    /** The rows that need an operator, the first of them; empty if the disk does not say. */
    Optional<List<StuckRows.Stuck>> stuck() {
        Outcome<List<StuckRows.Stuck>> rows =
                spool.ask(open -> new StuckRows(open.file(), spool.nodes()).first(SHOWN), soon());
        return rows instanceof Outcome.Done<List<StuckRows.Stuck>> done ? Optional.of(done.result()) : Optional.empty();
    }

    /** Jobs that operators have let go since this service started. */
    long released() {
        return released.get();
    }

    private Result order(JobId id, Order order) {
        Outcome<Result> outcome = spool.ask(
                open -> order.on(open)
                        ? new Result.Done()
                        : open.rows()
                                .job(id)
                                .<Result>map(Result.WrongState::new)
                                .orElseGet(Result.NoSuchJob::new),
                soon());
        return outcome instanceof Outcome.Done<Result> done ? done.result() : new Result.NotAsked(reason(outcome));
    }

    private static Reason reason(Outcome<?> outcome) {
        if (outcome instanceof Outcome.NotDone<?> not) {
            return not.reason();
        }
        return outcome instanceof Outcome.Unknown<?> unknown ? unknown.reason() : Reason.DISK_FAILED;
    }

    private Deadline soon() {
        return Deadline.in(LIMIT, nanoTime);
    }
}
