package dev.holdfast.link;

import dev.holdfast.job.Deadline;
import dev.holdfast.job.Reason;
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
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A link that has been checked: one connection for jobs, one for proofs of life, and what is known of the node at
 * their other end.
 *
 * <p>Sending is the dispatcher's, proving the supervisor's; replies come on Lettuce's threads.
 */
final class OpenLink {

    private static final Logger log = LoggerFactory.getLogger(OpenLink.class);

    private final StatefulRedisConnection<byte[], byte[]> traffic;
    private final StatefulRedisConnection<byte[], byte[]> proofs;
    private final NodeFacts facts;
    private final LongSupplier nanoTime;
    private final AtomicInteger unanswered = new AtomicInteger();
    private final Runnable suspicion;
    private volatile @Nullable Reason lost;
    private volatile long lastProgress;
    private volatile long clockOffsetMicros;

    /** @param suspicion hears when something gives reason to doubt the node */
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
        this.suspicion = suspicion;
        this.lastProgress = nanoTime.getAsLong();
        this.clockOffsetMicros = facts.clockOffsetMicros();
        LostListener listener = new LostListener(() -> {
            lose(Reason.CONNECTION_LOST);
            suspicion.run();
        });
        traffic.addListener(listener);
        proofs.addListener(listener);
        if (!traffic.isOpen() || !proofs.isOpen()) {
            lose(Reason.CONNECTION_LOST);
        }
    }

    NodeFacts facts() {
        return facts;
    }

    StatefulRedisConnection<byte[], byte[]> proofs() {
        return proofs;
    }

    /** Why this link is of no use any more; null as long as it is. */
    @Nullable
    Reason lost() {
        return lost;
    }

    /** Runs this once the link is lost, or now if it is. */
    void whenLost(Runnable heard) {
        proofs.addListener(new LostListener(heard));
        if (lost != null) {
            heard.run();
        }
    }

    private synchronized boolean lose(Reason why) {
        if (lost != null) {
            return false;
        }
        lost = why;
        return true;
    }

    /** How far the node's clock runs ahead of ours, newly measured. */
    void clockOffsetMicros(long measured) {
        clockOffsetMicros = measured;
    }

    /** How long something has been waiting for an answer while none came at all, in nanoseconds; 0 if nothing waits. */
    long silentNanos() {
        return unanswered.get() > 0 ? nanoTime.getAsLong() - lastProgress : 0;
    }

    /** Sends calls in one flush; one whose script the node has forgotten is sent again with the whole of it. */
    void send(List<Call> calls) {
        List<EvalCommand> commands = new ArrayList<>(calls.size());
        for (Call call : calls) {
            commands.add(
                    command(call, CommandType.EVALSHA, call.script().script().sha1(), () -> sendWithScript(call)));
        }
        dispatch(commands);
    }

    private void sendWithScript(Call call) {
        dispatch(List.of(command(call, CommandType.EVAL, call.script().script().text(), suspicion)));
    }

    private void dispatch(List<EvalCommand> commands) {
        if (unanswered.getAndAdd(commands.size()) == 0) {
            lastProgress = nanoTime.getAsLong();
        }
        traffic.dispatch(commands);
    }

    private EvalCommand command(Call call, CommandType type, byte[] scriptOrName, Runnable unknown) {
        Consumer<Reply> settle = reply -> {
            Reply believed = believed(call, reply);
            // A closing Lettuce may end a command twice.
            if (call.end(believed)) {
                progress();
                if (believed instanceof Reply.ServerError) {
                    // It may concern the node and not the job.
                    suspicion.run();
                }
            }
        };
        Runnable forgotten = () -> {
            if (lost == Reason.PROTOCOL_ERROR) {
                settle.accept(new Reply.Lost(Reason.PROTOCOL_ERROR));
            } else {
                progress();
                unknown.run();
            }
        };
        return new EvalCommand(type, words(call, scriptOrName), facts.run(), settle, forgotten);
    }

    /** The reply, unless it or an earlier one cannot be the answer to what was asked. */
    private Reply believed(Call call, Reply reply) {
        boolean unreadable = reply instanceof Reply.Lost it && it.reason() == Reason.PROTOCOL_ERROR;
        boolean foreign = reply instanceof Reply.Answer answer
                && !call.script().isAnsweredBy().test(answer.parts());
        if (unreadable || foreign) {
            distrust();
        }
        boolean came = reply instanceof Reply.Answer || reply instanceof Reply.ServerError;
        return came && lost == Reason.PROTOCOL_ERROR ? new Reply.Lost(Reason.PROTOCOL_ERROR) : reply;
    }

    private void distrust() {
        if (lose(Reason.PROTOCOL_ERROR)) {
            log.warn("Redis answered what it was not asked, so the connection is closed: run={}", facts.run());
            closeSoon(traffic);
            suspicion.run();
        }
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

    /** Closes a connection on a thread that nobody needs: where Lettuce blocks senders, it blocks closing, too. */
    static void closeSoon(StatefulConnection<?, ?> connection) {
        Thread closing = new Thread(
                () -> {
                    // Nothing depends on how it ends.
                    CompletableFuture<Void> unused = connection.closeAsync();
                },
                "redis-close");
        closing.setDaemon(true);
        closing.start();
    }
}
