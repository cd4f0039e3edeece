package dev.holdfast.watch;

import dev.holdfast.guard.Guard;
import dev.holdfast.job.Deadline;
import dev.holdfast.job.Node;
import dev.holdfast.job.Reason;
import dev.holdfast.link.ServerErrors;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;

/**
 * Counts one node for all who ask: never twice at the same time, and no more often than once in a while, since what is
 * counted may be some thousand commands, and a metered Redis bills each. Safe for all threads.
 */
final class NodeCount {

    private static final Logger log = LoggerFactory.getLogger(NodeCount.class);

    private final Node node;
    private final RedisConnectionFactory connections;
    private final Guard guard;
    private final Executor thread;
    private final Duration fresh;
    private final InstantSource clock;
    private final LongSupplier nanoTime;
    private @Nullable CompletableFuture<Count> latest;
    private long begun;

    /**
     * @param thread one that a node which hangs may block
     * @param fresh how old an answer may be
     */
    NodeCount(
            Node node,
            RedisConnectionFactory connections,
            Guard guard,
            Executor thread,
            Duration fresh,
            InstantSource clock,
            LongSupplier nanoTime) {
        this.node = node;
        this.connections = connections;
        this.guard = guard;
        this.thread = thread;
        this.fresh = fresh;
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    /** The count that is under way or was made just now, else a new one; the other node can be asked meanwhile. */
    synchronized Future<Count> ask() {
        CompletableFuture<Count> last = latest;
        long now = nanoTime.getAsLong();
        if (last != null && (!last.isDone() || now - begun < fresh.toNanos())) {
            return last;
        }
        begun = now;
        CompletableFuture<Count> next = CompletableFuture.supplyAsync(this::count, thread);
        latest = next;
        return next;
    }

    /** Waits for what the node says, until the deadline; what comes later is for whoever asks next. */
    Count answer(Future<Count> asked, Deadline deadline) {
        try {
            return asked.get(Math.max(0, deadline.remainingNanos()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            return notCounted(Reason.NO_REPLY);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return notCounted(Reason.NO_REPLY);
        } catch (ExecutionException failed) {
            throw new IllegalStateException("counting failed for a reason that nobody foresaw", failed.getCause());
        }
    }

    private Count count() {
        try {
            return new Count.Counted(node, guard.once(node, "queues", this::census));
        } catch (DataAccessException unread) {
            // What is denied is told by those who look regularly.
            log.debug("Redis {} did not let its queues be counted", node.word(), unread);
            return notCounted(ServerErrors.reasonOf(unread));
        }
    }

    private Census census() {
        try (RedisConnection redis = connections.getConnection()) {
            return Census.read(redis, clock.instant());
        }
    }

    private Count notCounted(Reason reason) {
        return new Count.NotCounted(node, reason.word());
    }
}
