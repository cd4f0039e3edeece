package dev.holdfast.redis;

import dev.holdfast.guard.Guard;
import dev.holdfast.job.Deadline;
import dev.holdfast.job.JobId;
import dev.holdfast.job.Node;
import dev.holdfast.job.NodeState;
import dev.holdfast.job.Reason;
import dev.holdfast.rq.RqKeys;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.data.domain.Range;
import org.springframework.data.redis.connection.Limit;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.stream.ByteRecord;

/**
 * Reads jobs from one node through Spring Data, on threads of its own, because its calls may block for longer than a
 * caller waits.
 */
final class JobReader {

    private static final Logger log = LoggerFactory.getLogger(JobReader.class);

    private static final byte[] STATUS = bytes("status");

    private final Node node;
    private final Supplier<NodeState> state;
    private final RedisConnectionFactory connections;
    private final ExecutorService readers;
    private final Guard guard;

    JobReader(
            Node node,
            Supplier<NodeState> state,
            RedisConnectionFactory connections,
            ExecutorService readers,
            Guard guard) {
        this.node = node;
        this.state = state;
        this.connections = connections;
        this.readers = readers;
        this.guard = guard;
    }

    NodeState state() {
        return state.get();
    }

    /** Begins to ask, so that another node can be asked meanwhile. */
    Future<Lookup> ask(JobId id) {
        if (!state().isUp()) {
            return CompletableFuture.completedFuture(new Lookup.NotAsked(Reason.UNREACHABLE));
        }
        try {
            return readers.submit(() -> guard.once(node, "read", () -> read(id)));
        } catch (RejectedExecutionException full) {
            return CompletableFuture.completedFuture(new Lookup.NotAsked(Reason.OVERLOADED));
        }
    }

    /** Waits for what the node says, until the deadline; what comes later nobody hears. */
    Lookup answer(Future<Lookup> asked, Deadline deadline) {
        try {
            return asked.get(Math.max(0, deadline.remainingNanos()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            asked.cancel(false);
            return new Lookup.NotAsked(Reason.NO_REPLY);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return new Lookup.NotAsked(Reason.NO_REPLY);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof DataAccessException unread) {
                log.debug("Redis {} did not let a job be read", node.word(), unread);
                return new Lookup.NotAsked(Reason.UNREACHABLE);
            }
            throw new IllegalStateException("reading a job failed for a reason that nobody foresaw", failed.getCause());
        }
    }

    /** Begins to read the states of many jobs in one go; what has none, or is no job, is left out. */
    Future<Map<JobId, String>> askStates(Collection<JobId> ids) {
        if (!state().isUp()) {
            return CompletableFuture.completedFuture(Map.of());
        }
        try {
            return readers.submit(() -> guard.once(node, "read", () -> readStates(List.copyOf(ids))));
        } catch (RejectedExecutionException full) {
            return CompletableFuture.completedFuture(Map.of());
        }
    }

    /** Waits for the states that the node tells, until the deadline; none if it tells none. */
    Map<JobId, String> states(Future<Map<JobId, String>> asked, Deadline deadline) {
        try {
            return asked.get(Math.max(0, deadline.remainingNanos()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            asked.cancel(false);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException failed) {
            log.debug("Redis {} did not tell the states of jobs", node.word(), failed);
        }
        return Map.of();
    }

    private Map<JobId, String> readStates(List<JobId> ids) {
        try (RedisConnection redis = connections.getConnection()) {
            redis.openPipeline();
            ids.forEach(id -> redis.hashCommands().hGet(bytes(RqKeys.job(id)), STATUS));
            // One key that holds something else fails all of it: then each is looked for by itself.
            return states(ids, redis.closePipeline());
        }
    }

    private static Map<JobId, String> states(List<JobId> ids, List<?> results) {
        Map<JobId, String> states = new HashMap<>();
        for (int i = 0; i < Math.min(ids.size(), results.size()); i++) {
            if (results.get(i) instanceof byte[] status) {
                states.put(ids.get(i), new String(status, StandardCharsets.UTF_8));
            }
        }
        return states;
    }

    private Lookup read(JobId id) {
        try (RedisConnection redis = connections.getConnection()) {
            Map<byte[], byte[]> hash = redis.hashCommands().hGetAll(bytes(RqKeys.job(id)));
            if (hash != null && !hash.isEmpty()) {
                return new Lookup.Found(node, named(hash), newestResult(redis, id));
            }
            boolean accepted = Boolean.TRUE.equals(redis.keyCommands().exists(bytes(RqKeys.done(id))));
            return accepted ? new Lookup.Remembered(node) : new Lookup.Unknown();
        }
    }

    private static Lookup.@Nullable Entry newestResult(RedisConnection redis, JobId id) {
        List<ByteRecord> newest = redis.streamCommands()
                .xRevRange(
                        bytes(RqKeys.results(id)),
                        Range.unbounded(),
                        Limit.limit().count(1));
        if (newest == null || newest.isEmpty()) {
            return null;
        }
        ByteRecord entry = newest.get(0);
        return new Lookup.Entry(entry.getId().getValue(), named(entry.getValue()));
    }

    private static Map<String, byte[]> named(Map<byte[], byte[]> fields) {
        Map<String, byte[]> named = new LinkedHashMap<>();
        fields.forEach((name, value) -> named.put(new String(name, StandardCharsets.UTF_8), value));
        return named;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
