package dev.holdfast.spool;

import dev.holdfast.job.Deadline;
import dev.holdfast.job.Reason;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** One piece of work for the spool's thread, and the answer to it. */
final class Piece<T> {

    private enum Stage {
        WAITING,
        TAKEN,
        ABANDONED
    }

    private final SpoolThread.Work<T> work;
    private final AtomicReference<Stage> stage = new AtomicReference<>(Stage.WAITING);
    private final CompletableFuture<Outcome<T>> answer = new CompletableFuture<>();
    private @Nullable T result;

    Piece(SpoolThread.Work<T> work) {
        this.work = work;
    }

    /** The outcome; what is not begun by the deadline never will be. */
    Outcome<T> await(Deadline deadline) {
        try {
            return answer.get(Math.max(0, deadline.remainingNanos()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            return givenUp();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return givenUp();
        } catch (ExecutionException impossible) {
            throw new IllegalStateException("an answer is never an exception", impossible);
        }
    }

    private Outcome<T> givenUp() {
        return stage.compareAndSet(Stage.WAITING, Stage.ABANDONED)
                ? new Outcome.NotDone<>(Reason.DISK_SLOW)
                : answer.getNow(new Outcome.Unknown<>(Reason.DISK_SLOW));
    }

    /** Whether somebody still wants it done; from now on it will be. */
    boolean take() {
        return stage.compareAndSet(Stage.WAITING, Stage.TAKEN);
    }

    void doWith(OpenSpool spool) throws SQLException {
        result = work.on(spool);
    }

    /** What was done is on the disk. */
    void answer() {
        T done = result;
        if (done == null) {
            throw new IllegalStateException("work returns something");
        }
        answer.complete(new Outcome.Done<>(done));
    }

    /** @param nothingWritten whether that is certain */
    void fail(Reason reason, boolean nothingWritten) {
        answer.complete(nothingWritten ? new Outcome.NotDone<>(reason) : new Outcome.Unknown<>(reason));
    }
}
