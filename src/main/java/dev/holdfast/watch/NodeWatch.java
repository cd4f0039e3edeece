package dev.holdfast.watch;

import dev.holdfast.guard.Guard;
import dev.holdfast.job.Node;
import dev.holdfast.job.NodeState;
import dev.holdfast.job.NodeState.Role;
import dev.holdfast.job.Reason;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;

/** Looks at one node while it can be asked; for one thread, which a node that hangs blocks for a few of a link's limits. */
final class NodeWatch {

    private static final Logger log = LoggerFactory.getLogger(NodeWatch.class);

    private final Node node;
    private final Supplier<NodeState> state;
    private final RedisConnectionFactory connections;
    private final Guard guard;
    private final InstantSource clock;
    private final LongSupplier nanoTime;
    private String untold = "";

    NodeWatch(
            Node node,
            Supplier<NodeState> state,
            RedisConnectionFactory connections,
            Guard guard,
            InstantSource clock,
            LongSupplier nanoTime) {
        this.node = node;
        this.state = state;
        this.connections = connections;
        this.guard = guard;
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    Node node() {
        return node;
    }

    /** What is to be seen now; empty if the node is not there or does not answer. */
    Optional<Look> look() {
        NodeState now = state.get();
        if (!now.isUp() && !isCopy(now)) {
            return Optional.empty();
        }
        try {
            return Optional.of(guard.once(node, "watch", () -> ask(now.isUp())));
        } catch (DataAccessException silent) {
            log.debug("Redis {} could not be looked at", node.word(), silent);
            return Optional.empty();
        }
    }

    /** A replica answers what it is asked, and only refuses writes. */
    private static boolean isCopy(NodeState state) {
        return state.role() == Role.REPLICA && state.reason().equals(Reason.READONLY.word());
    }

    private Look ask(boolean hasJobsOfItsOwn) {
        try (RedisConnection redis = connections.getConnection()) {
            long before = nanoTime.getAsLong();
            redis.ping();
            Duration roundTrip = Duration.ofNanos(nanoTime.getAsLong() - before);
            StringBuilder denied = new StringBuilder();
            RedisInfo info = told(redis, RedisInfo::read, denied).orElseGet(() -> new RedisInfo(Map.of()));
            Optional<Census> census = hasJobsOfItsOwn
                    ? told(redis, there -> Census.read(there, clock.instant()), denied)
                    : Optional.empty();
            tell(denied.toString());
            return new Look(clock.instant(), roundTrip, info, census);
        }
    }

    /** What a Redis denies is one thing less to be seen; the rest is still there. */
    private static <T> Optional<T> told(
            RedisConnection redis, Function<RedisConnection, T> question, StringBuilder denied) {
        try {
            return Optional.of(question.apply(redis));
        } catch (DataAccessException refused) {
            String words = String.valueOf(refused.getMostSpecificCause().getMessage());
            if (words.startsWith("NOPERM") || words.startsWith("WRONGTYPE")) {
                denied.append(denied.isEmpty() ? "" : "; ").append(words);
                return Optional.empty();
            }
            throw refused;
        }
    }

    private void tell(String denied) {
        if (!denied.equals(untold)) {
            untold = denied;
            if (denied.isEmpty()) {
                log.info("Redis {} tells all that is watched again", node.word());
            } else {
                log.warn("Redis {} does not tell all that is watched: reason={}", node.word(), denied);
            }
        }
    }
}
