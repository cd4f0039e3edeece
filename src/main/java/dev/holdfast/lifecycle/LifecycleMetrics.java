package dev.holdfast.lifecycle;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/** The meters of those who wait. */
final class LifecycleMetrics {

    LifecycleMetrics(MeterRegistry registry, WaitingRoom room) {
        Gauge.builder("holdfast.jobs.waiters", room, WaitingRoom::waiting)
                .description("Requests that wait for a job to end")
                .register(registry);
    }
}
