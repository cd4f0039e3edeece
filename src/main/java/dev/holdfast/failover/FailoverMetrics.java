package dev.holdfast.failover;

import dev.holdfast.job.Node;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Optional;

/** The meters of the choice between the nodes. */
final class FailoverMetrics implements MeterBinder {

    private final ActiveNode active;

    FailoverMetrics(ActiveNode active) {
        this.active = active;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        for (Node node : Node.values()) {
            Gauge.builder("holdfast.failover.active", active, it -> it.view().is(node) ? 1 : 0)
                    .tag("node", node.word())
                    .description("Whether jobs go to this node: 1 is yes")
                    .register(registry);
            switches(registry, Optional.of(node), node.word());
        }
        switches(registry, Optional.empty(), "none");
    }

    private void switches(MeterRegistry registry, Optional<Node> to, String word) {
        FunctionCounter.builder(
                        "holdfast.failover.switches", active, it -> it.history().changesTo(to))
                .tag("to", word)
                .description("How often jobs began to go to this node, or to none")
                .register(registry);
    }
}
