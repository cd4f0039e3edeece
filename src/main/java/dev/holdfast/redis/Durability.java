package dev.holdfast.redis;

import dev.holdfast.guard.Guard;
import dev.holdfast.job.Node;
import dev.holdfast.job.NodeState;
import dev.holdfast.job.Safety;
import java.time.Duration;
import java.util.Properties;
import java.util.function.BiFunction;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.RedisServerCommands;

/**
 * Says from which moment on a node would not forget what it accepted, from what it says of its append-only file.
 *
 * <p>With {@code appendfsync always}, that is at once. Otherwise, or where the node does not say, it is two seconds later
 * in the same run, since Redis lets its disk be late for so long. Without such a file nothing is ever safe: it is
 * taken for safe at once, with a warning. For one thread; its calls may block as Spring Data's do.
 */
final class Durability implements BiFunction<String, Duration, Safety> {

    private static final Logger log = LoggerFactory.getLogger(Durability.class);
    private static final Duration DISK_MAY_BE_LATE = Duration.ofSeconds(2);
    /** A look at the node serves all that is asked within so long. */
    private static final Duration LOOK = Duration.ofMillis(250);

    private enum Disk {
        AT_ONCE,
        LATER,
        NEVER
    }

    /** What the node said of itself; the run is empty where it may not be asked. */
    private record Look(String run, Disk disk, boolean written, long at) {}

    private final Node node;
    private final Supplier<NodeState> state;
    private final RedisConnectionFactory connections;
    private final Guard guard;
    private final LongSupplier nanoTime;
    private @Nullable Look look;
    private String warned = "none";

    Durability(
            Node node,
            Supplier<NodeState> state,
            RedisConnectionFactory connections,
            Guard guard,
            LongSupplier nanoTime) {
        this.node = node;
        this.state = state;
        this.connections = connections;
        this.guard = guard;
        this.nanoTime = nanoTime;
    }

    /**
     * Whether what the node accepted in this run, so long ago, is safe now.
     *
     * @param run the node's {@code run_id}; empty where it is not told, which every new link then ends
     */
    @Override
    public Safety apply(String run, Duration age) {
        NodeState now = state.get();
        if (!now.isUp()) {
            return Safety.WAITING;
        }
        boolean newLink = run.isEmpty() && now.upFor().orElse(Duration.ZERO).compareTo(age) < 0;
        if (newLink || !now.run().equals(run)) {
            return Safety.RUN_OVER;
        }
        long accepted = nanoTime.getAsLong() - age.toNanos();
        Look seen = look();
        if (seen == null || !seen.run().equals(run)) {
            // The link will tell of the new run soon.
            return Safety.WAITING;
        }
        boolean safe = switch (seen.disk()) {
            case AT_ONCE, NEVER -> true;
            case LATER -> seen.written() && seen.at() - accepted >= DISK_MAY_BE_LATE.toNanos();
        };
        return safe ? Safety.SAFE : Safety.WAITING;
    }

    private @Nullable Look look() {
        Look last = look;
        if (last != null && nanoTime.getAsLong() - last.at() < LOOK.toNanos()) {
            return last;
        }
        long asked = nanoTime.getAsLong();
        try {
            look = guard.once(node, "read", () -> ask(asked));
        } catch (DataAccessException silent) {
            log.debug("Redis {} does not say what it has written", node.word(), silent);
            look = null;
        }
        return look;
    }

    private Look ask(long at) {
        try (RedisConnection connection = connections.getConnection()) {
            RedisServerCommands server = connection.serverCommands();
            Properties info = unlessDenied(server::info);
            if (info.getProperty("aof_enabled", "1").equals("0")) {
                warn(info.getProperty("run_id", ""));
                return new Look(info.getProperty("run_id", ""), Disk.NEVER, true, at);
            }
            String fsync = unlessDenied(() -> server.getConfig("appendfsync")).getProperty("appendfsync", "");
            boolean told = info.containsKey("aof_enabled");
            return new Look(
                    info.getProperty("run_id", ""),
                    told && fsync.equals("always") ? Disk.AT_ONCE : Disk.LATER,
                    info.getProperty("aof_last_write_status", "ok").equals("ok"),
                    at);
        }
    }

    private void warn(String run) {
        if (!warned.equals(run)) {
            warned = run;
            log.warn(
                    "Redis {} has no append-only file: when it crashes it forgets all since its last snapshot, and"
                            + " nobody can tell. Set 'appendonly yes' there",
                    node.word());
        }
    }

    private static Properties unlessDenied(Supplier<@Nullable Properties> call) {
        try {
            Properties told = call.get();
            return told == null ? new Properties() : told;
        } catch (DataAccessException refused) {
            if (String.valueOf(refused.getMessage()).contains("NOPERM")
                    || String.valueOf(refused.getMostSpecificCause().getMessage())
                            .contains("NOPERM")) {
                return new Properties();
            }
            throw refused;
        }
    }
}
