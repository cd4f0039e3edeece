package dev.holdfast.watch;

import dev.holdfast.job.Node;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The meters of what each Redis says of itself, as it last did. Safe for all threads. */
final class RedisMetrics {

    /** What was last seen of a node. */
    private static final class Seen {

        private volatile @Nullable Look look;
        /** The last that was told: a counter that vanished while its node is away would count all anew. */
        private volatile RedisInfo counts = new RedisInfo(Map.of());
    }

    private final Map<Node, Seen> nodes = new EnumMap<>(Node.class);

    RedisMetrics(MeterRegistry registry) {
        for (Node node : Node.values()) {
            Seen seen = new Seen();
            nodes.put(node, seen);
            memory(registry, node, seen);
            clients(registry, node, seen);
            disk(registry, node, seen);
            copies(registry, node, seen);
        }
    }

    /** @param look empty if the node could not be looked at */
    void seen(Node node, Optional<Look> look) {
        Seen seen = Objects.requireNonNull(nodes.get(node), "every node was put in at the start");
        look.map(Look::info).filter(info -> !info.fields().isEmpty()).ifPresent(info -> seen.counts = info);
        seen.look = look.orElse(null);
    }

    private static void memory(MeterRegistry registry, Node node, Seen seen) {
        gauge(registry, node, seen, "memory", "bytes", "What its data and buffers take", field("used_memory"));
        gauge(
                registry,
                node,
                seen,
                "memory.max",
                "bytes",
                "What they may take; NaN if there is no bound",
                look -> number(look, "maxmemory").filter(bound -> bound > 0));
        gauge(
                registry,
                node,
                seen,
                "memory.fragmentation",
                null,
                "What the operating system gave it, as a multiple of what it uses",
                field("mem_fragmentation_ratio"));
        counter(registry, node, seen, "evicted", "evicted_keys", "Keys that it threw away because its memory was full");
        counter(registry, node, seen, "expired", "expired_keys", "Keys whose time had come");
    }

    private static void clients(MeterRegistry registry, Node node, Seen seen) {
        gauge(registry, node, seen, "clients", null, "Connections to it", field("connected_clients"));
        gauge(registry, node, seen, "clients.max", null, "How many it takes", field("maxclients"));
        gauge(
                registry,
                node,
                seen,
                "clients.blocked",
                null,
                "Of these, those that wait in a blocking command, as workers do",
                field("blocked_clients"));
        counter(registry, node, seen, "rejected", "rejected_connections", "Connections that it refused, being full");
        counter(registry, node, seen, "commands", "total_commands_processed", "Commands that it has run");
        gauge(
                registry,
                node,
                seen,
                "round.trip",
                "seconds",
                "How long it took to answer a ping from here",
                look -> Optional.of(seconds(look.roundTrip())));
    }

    private static void disk(MeterRegistry registry, Node node, Seen seen) {
        gauge(
                registry,
                node,
                seen,
                "save.age",
                "seconds",
                "How old its last snapshot is; since its start if it took none",
                look -> number(look, "rdb_last_save_time")
                        .map(at -> Math.max(0, seconds(Duration.between(Instant.EPOCH, look.at())) - at)));
        gauge(
                registry,
                node,
                seen,
                "save.ok",
                null,
                "Whether its last snapshot was written: 1 is yes",
                look -> ok(look, "rdb_last_bgsave_status"));
        gauge(
                registry,
                node,
                seen,
                "append.ok",
                null,
                "Whether its append-only file is written: 1 is yes; NaN if it has none",
                look -> number(look, "aof_enabled")
                        .filter(enabled -> enabled == 1)
                        .flatMap(enabled -> ok(look, "aof_last_write_status")));
    }

    private static void copies(MeterRegistry registry, Node node, Seen seen) {
        gauge(registry, node, seen, "replicas", null, "Copies that are connected to it", field("connected_slaves"));
        gauge(
                registry,
                node,
                seen,
                "replication.behind",
                "bytes",
                "What the slowest of its copies still lacks; NaN if it has none",
                look -> boxed(new Replication(look.info()).behind()));
        gauge(
                registry,
                node,
                seen,
                "replication.silent",
                "seconds",
                "How long ago it heard of its slowest copy, or of its master; NaN if it has neither",
                look -> boxed(new Replication(look.info()).silent()));
    }

    private static void gauge(
            MeterRegistry registry,
            Node node,
            Seen seen,
            String name,
            @Nullable String unit,
            String description,
            Function<Look, Optional<Double>> figure) {
        Gauge.builder("holdfast.redis." + name, seen, it -> read(it, figure))
                .tag("node", node.word())
                .baseUnit(unit)
                .description(description)
                .register(registry);
    }

    private static void counter(
            MeterRegistry registry, Node node, Seen seen, String name, String field, String description) {
        FunctionCounter.builder(
                        "holdfast.redis." + name,
                        seen,
                        it -> it.counts.number(field).orElse(Double.NaN))
                .tag("node", node.word())
                .description(description)
                .register(registry);
    }

    private static double read(Seen seen, Function<Look, Optional<Double>> figure) {
        Look look = seen.look;
        return look == null ? Double.NaN : figure.apply(look).orElse(Double.NaN);
    }

    private static Function<Look, Optional<Double>> field(String name) {
        return look -> number(look, name);
    }

    private static Optional<Double> number(Look look, String field) {
        return boxed(look.info().number(field));
    }

    private static Optional<Double> ok(Look look, String field) {
        return look.info().text(field).map(word -> word.equals("ok") ? 1.0 : 0.0);
    }

    private static Optional<Double> boxed(OptionalDouble number) {
        return number.isPresent() ? Optional.of(number.getAsDouble()) : Optional.empty();
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
