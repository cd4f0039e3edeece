package dev.holdfast.status;

import dev.holdfast.job.Node;
import dev.holdfast.job.NodeState;
import dev.holdfast.job.NodeStates;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.function.Function;

/** The meters of the nodes, read off what their links know. */
final class NodeMetrics implements MeterBinder {

    private final NodeStates nodes;

    NodeMetrics(NodeStates nodes) {
        this.nodes = nodes;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        bind(registry, Node.PRIMARY, NodeStates::primary);
        bind(registry, Node.STANDBY, NodeStates::standby);
    }

    private void bind(MeterRegistry registry, Node node, Function<NodeStates, NodeState> state) {
        Gauge.builder("holdfast.node.up", nodes, all -> state.apply(all).isUp() ? 1 : 0)
                .tag("node", node.word())
                .description("Whether the node takes writes: 1 is yes, 0 is no or not configured")
                .register(registry);
        Gauge.builder("holdfast.node.proof.age", nodes, all -> seconds(state.apply(all)))
                .tag("node", node.word())
                .baseUnit("seconds")
                .description("Time since the node last proved that it takes writes; NaN if it never did")
                .register(registry);
        FunctionCounter.builder(
                        "holdfast.node.runs", nodes, all -> state.apply(all).newRuns())
                .tag("node", node.word())
                .description(
                        "How often the node came back restarted, promoted or with other data: each time it may have"
                                + " lost what it accepted last")
                .register(registry);
    }

    private static double seconds(NodeState state) {
        return state.sinceLastProof()
                .map(Duration::toNanos)
                .map(nanos -> nanos / 1e9)
                .orElse(Double.NaN);
    }
}
