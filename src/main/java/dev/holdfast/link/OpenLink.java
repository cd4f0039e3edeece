package dev.holdfast.link;

import dev.holdfast.job.Deadline;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.protocol.CommandType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * A link that has been checked: one connection for jobs, one for proofs of life, and what is known of the node at
 * their other end.
 *
 * <p>Sending is the dispatcher's, proving the supervisor's; replies come on Lettuce's threads.
 */
final class OpenLink {

    private final StatefulRedisConnection<byte[], byte[]> traffic;
    private final StatefulRedisConnection<byte[], byte[]> proofs;
    private final NodeFacts facts;
    private final LongSupplier nanoTime;
    private final AtomicInteger unanswered = new AtomicInteger();
    private volatile boolean lost;
    private volatile long lastProgress;
    private volatile long clockOffsetMicros;

    OpenLink(
            StatefulRedisConnection<byte[], byte[]> traffic,
            StatefulRedisConnection<byte[], byte[]> proofs,
            NodeFacts facts,
            LongSupplier nanoTime,
            Runnable suspicion) {
        this.traffic = traffic;
        this.proofs = proofs;
        this.facts = facts;
        this.nanoTime = nanoTime;
        this.lastProgress = nanoTime.getAsLong();
        this.clockOffsetMicros = facts.clockOffsetMicros();
        LostListener listener = new LostListener(() -> {
            lost = true;
            suspicion.run();
        });
        traffic.addListener(listener);
        proofs.addListener(listener);
        if (!traffic.isOpen() || !proofs.isOpen()) {
            lost = true;
        }
    }

    NodeFacts facts() {
        return facts;
    }

    StatefulRedisConnection<byte[], byte[]> proofs() {
        return proofs;
    }

    boolean isLost() {
        return lost;
    }

    /** Runs this once the link is lost, or now if it is. */
    void whenLost(Runnable heard) {
        proofs.addListener(new LostListener(heard));
        if (lost) {
            heard.run();
        }
    }

    /** How far the node's clock runs ahead of ours, newly measured. */
    void clockOffsetMicros(long measured) {
        clockOffsetMicros = measured;
    }

    /** How long something has been waiting for an answer while none came at all, in nanoseconds; 0 if nothing waits. */
    long silentNanos() {
        return unanswered.get() > 0 ? nanoTime.getAsLong() - lastProgress : 0;
    }

    /**
     * Sends calls in one flush.
     *
     * @param retried takes a call that must be sent again with the whole script, because the node has forgotten it
     * @param failed hears of every error reply, since it may concern the node and not the job
     */
    void send(List<Call> calls, Consumer<Call> retried, Runnable failed) {
        List<EvalCommand> commands = new ArrayList<>(calls.size());
        for (Call call : calls) {
            commands.add(command(
                    call, CommandType.EVALSHA, call.script().script().sha1(), () -> retried.accept(call), failed));
        }
        dispatch(commands);
    }

    /** Sends a call with the whole script; the node keeps it then. */
    void sendWithScript(Call call, Runnable failed) {
        dispatch(List.of(command(call, CommandType.EVAL, call.script().script().text(), failed, failed)));
    }

    private void dispatch(List<EvalCommand> commands) {
        if (unanswered.getAndAdd(commands.size()) == 0) {
            lastProgress = nanoTime.getAsLong();
        }
        traffic.dispatch(commands);
    }

    private EvalCommand command(Call call, CommandType type, byte[] scriptOrName, Runnable unknown, Runnable failed) {
        Consumer<Reply> settle = reply -> {
            // A closing Lettuce may end a command twice.
            if (call.end(reply)) {
                progress();
                if (reply instanceof Reply.ServerError) {
                    failed.run();
                }
            }
        };
        Runnable forgotten = () -> {
            progress();
            unknown.run();
        };
        return new EvalCommand(type, words(call, scriptOrName), facts.run(), settle, forgotten);
    }

    private void progress() {
        lastProgress = nanoTime.getAsLong();
        unanswered.decrementAndGet();
    }

    private List<byte[]> words(Call call, byte[] scriptOrName) {
        List<byte[]> keys = call.script().keys();
        List<byte[]> arguments = call.script().arguments();
        List<byte[]> words = new ArrayList<>(3 + keys.size() + arguments.size());
        words.add(scriptOrName);
        words.add(digits(keys.size()));
        words.addAll(keys);
        words.add(digits(nodeTimeMicros(call.deadline())));
        words.addAll(arguments);
        return words;
    }

    private static byte[] digits(long number) {
        return Long.toString(number).getBytes(StandardCharsets.US_ASCII);
    }

    private long nodeTimeMicros(Deadline deadline) {
        return (nanoTime.getAsLong() + deadline.remainingNanos()) / 1_000 + clockOffsetMicros;
    }

    /** Closes both connections; what is unanswered ends as lost. Never blocks the caller: a closing Lettuce may hang. */
    void close() {
        closeSoon(traffic);
        closeSoon(proofs);
    }

    /** Closes a connection without waiting for it. */
    static void closeSoon(StatefulConnection<?, ?> connection) {
        // Nothing depends on how it ends.
        CompletableFuture<Void> unused = connection.closeAsync();
    }
}
