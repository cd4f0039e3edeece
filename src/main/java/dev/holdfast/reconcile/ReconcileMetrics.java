package dev.holdfast.reconcile;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.OptionalLong;

/** The meters of jobs on their way home. Safe for all threads. */
final class ReconcileMetrics {

    /** How a stray's way ended, for now. */
    enum Outcome {
        PLACED("placed"),
        DUPLICATE("duplicate"),
        RELEASED("released"),
        SET_ASIDE("set_aside");

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
        }
        this.forgotten = doubles("forgotten");
        this.bothNodes = doubles("both_nodes");
    }

    /** How many are stranded, as last seen. */
    void strays(OptionalLong count) {
        strays = count.isPresent() ? count.getAsLong() : Double.NaN;
    }

    void ended(Outcome outcome) {
        home(outcome).increment();
    }

    /** A job was placed whose earlier placement, had there been one, would be forgotten by now. */
    void maybeForgotten() {
        forgotten.increment();
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

    private Counter doubles(String cause) {
        return Counter.builder("holdfast.possible.doubles")
                .tag("cause", cause)
                .description("Jobs that may run twice, by the reason why nothing could tell")
                .register(registry);
    }
}
