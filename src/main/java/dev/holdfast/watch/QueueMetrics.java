package dev.holdfast.watch;

import dev.holdfast.job.Node;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** The meters of what RQ has in each Redis, as it was last seen. Safe for all threads. */
final class QueueMetrics {

    private final Map<Node, Census> seen = new ConcurrentHashMap<>();
    private final Map<Node, Map<MultiGauge, ToDoubleFunction<QueueRow>>> queues;

    QueueMetrics(MeterRegistry registry) {
        queues = Map.of(Node.PRIMARY, queues(registry, Node.PRIMARY), Node.STANDBY, queues(registry, Node.STANDBY));
        for (Node node : Node.values()) {
            total(registry, node, "workers", "RQ workers that live", Census::workersAlive);
            total(
                    registry,
                    node,
                    "queues",
                    "Queues that RQ lists, 500 at most",
                    census -> census.queues().size());
            // Until the node was looked at, so that there is something to be asked for.
            show(node, List.of(new QueueRow(QueueRow.OTHER, Double.NaN, Double.NaN, Double.NaN, Double.NaN)));
        }
    }

    /** @param look empty if the node could not be looked at */
    void seen(Node node, Optional<Look> look) {
        Optional<Census> census = look.flatMap(Look::census);
        census.ifPresentOrElse(counted -> seen.put(node, counted), () -> seen.remove(node));
        show(node, census.map(QueueRow::of).orElse(List.of()));
    }

    private void show(Node node, List<QueueRow> rows) {
        queues.getOrDefault(node, Map.of())
                .forEach((gauge, figure) -> gauge.register(
                        rows.stream()
                                .map(row -> Row.of(Tags.of("queue", row.queue()), figure.applyAsDouble(row)))
                                .toList(),
                        true));
    }

    private void total(
            MeterRegistry registry, Node node, String name, String description, ToDoubleFunction<Census> count) {
        Gauge.builder("holdfast." + name, seen, it -> {
                    Census census = it.get(node);
                    return census == null ? Double.NaN : count.applyAsDouble(census);
                })
                .tag("node", node.word())
                .description(description)
                .register(registry);
    }

    private static Map<MultiGauge, ToDoubleFunction<QueueRow>> queues(MeterRegistry registry, Node node) {
        Map<MultiGauge, ToDoubleFunction<QueueRow>> gauges = new LinkedHashMap<>();
        gauges.put(queue(registry, node, "depth", null, "Jobs that wait to be run"), QueueRow::depth);
        gauges.put(
                queue(
                        registry,
                        node,
                        "oldest",
                        "seconds",
                        "How long the job that is next has waited; NaN if none does"),
                QueueRow::oldest);
        gauges.put(queue(registry, node, "workers", null, "RQ workers that live and listen on it"), QueueRow::workers);
        gauges.put(queue(registry, node, "failed", null, "Jobs that failed and are still kept"), QueueRow::failed);
        return gauges;
    }

    private static MultiGauge queue(
            MeterRegistry registry, Node node, String name, @Nullable String unit, String description) {
        return MultiGauge.builder("holdfast.queue." + name)
                .tag("node", node.word())
                .baseUnit(unit)
                .description(description)
                .register(registry);
    }
}
