package dev.holdfast.link;

import dev.holdfast.job.Deadline;
import dev.holdfast.job.Reason;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/** A script call on its way from the thread that waits for it to the dispatcher that sends it. */
final class Call {

    private final ScriptCall script;
    private final Deadline deadline;
    private final CompletableFuture<Reply> reply = new CompletableFuture<>();
    /** Whether somebody has decided: the dispatcher to send it, or the caller to give it up unsent. */
    private final AtomicBoolean taken = new AtomicBoolean();

    Call(ScriptCall script, Deadline deadline) {
        this.script = script;
        this.deadline = deadline;
    }

    ScriptCall script() {
        return script;
    }

    Deadline deadline() {
        return deadline;
    }

    /** Whether the caller of this method may send the call; once it is true, it is never true again. */
    boolean take() {
        return !deadline.hasPassed() && taken.compareAndSet(false, true);
    }

    /** Ends the call; returns false if it had ended before. */
    boolean end(Reply how) {
        return reply.complete(how);
    }

    /** Waits for the reply until the deadline; a call that was not sent by then never will be. */
    Reply await() {
        try {
            return reply.get(Math.max(0, deadline.remainingNanos()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            return givenUp();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return givenUp();
        } catch (ExecutionException impossible) {
            throw new IllegalStateException("a reply never completes exceptionally", impossible);
        }
    }

    private Reply givenUp() {
        return taken.compareAndSet(false, true) ? new Reply.NotSent(Reason.EXPIRED) : new Reply.Lost(Reason.NO_REPLY);
    }
}
