package dev.holdfast.link;

import dev.holdfast.job.Deadline;
import dev.holdfast.job.Reason;
import java.util.concurrent.CompletableFuture;

/** A script call with its deadline and the reply that somebody waits for. */
record Call(ScriptCall script, Deadline deadline, CompletableFuture<Reply> reply) {

    Call(ScriptCall script, Deadline deadline) {
        this(script, deadline, new CompletableFuture<>());
    }

    void notSent(Reason reason) {
        reply.complete(new Reply.NotSent(reason));
    }
}
