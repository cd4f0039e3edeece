package dev.holdfast.incident;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/** The meters of incidents. */
final class IncidentMetrics implements MeterBinder {

    private final Incidents incidents;

    IncidentMetrics(Incidents incidents) {
        this.incidents = incidents;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("holdfast.incident.open", incidents, all -> all.open().isPresent() ? 1 : 0)
                .description("Whether an incident is open: 1 is yes")
                .register(registry);
        for (Cause cause : Cause.values()) {
            FunctionCounter.builder("holdfast.incident.opened", incidents, all -> all.causedBy(cause))
                    .tag("cause", cause.word())
                    .description("How often this opened an incident or joined one that was open")
                    .register(registry);
        }
    }
}
