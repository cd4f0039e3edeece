package dev.holdfast.reconcile;

import dev.holdfast.job.Claim;
import dev.holdfast.job.Node;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.OptionalLong;

/** The meters of jobs on their way home. Safe for all threads. */
final class ReconcileMetrics {

    /** How a job's way ended, for now. */
    enum Outcome {
        PLACED("placed"),
        DUPLICATE("duplicate"),
        RELEASED("released"),
        SET_ASIDE("set_aside"),
        WITHDRAWN("withdrawn");

        private final String word;

        Outcome(String word) {
            this.word = word;
        }
    }

    private final MeterRegistry registry;
    private final Counter forgotten;
    private final Counter bothNodes;
    private volatile double strays = Double.NaN;

    ReconcileMetrics(MeterRegistry registry) {
        this.registry = registry;
        Gauge.builder("holdfast.strays", this, metrics -> metrics.strays)
                .description("Jobs that wait on the standby to be brought home; NaN while it does not say")
                .register(registry);
        for (Outcome outcome : Outcome.values()) {
            home(outcome);
            for (Node node : Node.values()) {
                placed(node, outcome);
            }
        }
        this.forgotten = doubles("forgotten");
        this.bothNodes = doubles("both_nodes");
    }

    /** How many are stranded, as last seen; the spool counts its own. */
    void stranded(WayHome way, OptionalLong count) {
        switch (way.origin()) {
            case STRAYS -> strays = count.isPresent() ? count.getAsLong() : Double.NaN;
            case SPOOL -> {}
        }
    }

    void ended(WayHome way, Outcome outcome, int jobs) {
        Counter counter = switch (way.origin()) {
            case STRAYS -> home(outcome);
            case SPOOL -> placed(way.to(), outcome);
        };
        counter.increment(jobs);
    }

    /** What came home, or is to be nowhere. */
    void ended(WayHome way, Outcomes outcomes) {
        ended(way, Outcome.PLACED, outcomes.placed().size());
        ended(way, Outcome.DUPLICATE, outcomes.duplicates().size());
        ended(way, Outcome.WITHDRAWN, outcomes.withdrawn().size());
        // Had they been placed before, that would be forgotten by now.
        forgotten.increment((double)
                outcomes.placed().stream().filter(Claim::maybeForgotten).count());
    }

    /** Jobs that workers of the standby took are known to the primary, too. */
    void onBothNodes(long jobs) {
        bothNodes.increment((double) jobs);
    }

    private Counter home(Outcome outcome) {
        return Counter.builder("holdfast.strays.home")
                .tag("outcome", outcome.word)
                .description("Jobs of the standby, by what came of bringing them home")
                .register(registry);
    }

    private Counter placed(Node node, Outcome outcome) {
        return Counter.builder("holdfast.spool.placed")
                .tag("node", node.word())
                .tag("outcome", outcome.word)
                .description("Jobs of this service's disk, by what came of placing them at the node")
                .register(registry);
    }

    private Counter doubles(String cause) {
        return Counter.builder("holdfast.possible.doubles")
                .tag("cause", cause)
                .description("Jobs that may run twice, by the reason why nothing could tell")
                .register(registry);
    }
}
