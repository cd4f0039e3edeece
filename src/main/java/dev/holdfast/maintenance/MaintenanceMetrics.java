package dev.holdfast.maintenance;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/** The meter of the closed sign. */
final class MaintenanceMetrics implements MeterBinder {

    private final MaintenanceMode mode;

    MaintenanceMetrics(MaintenanceMode mode) {
        this.mode = mode;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("holdfast.maintenance", mode, state -> state.window() == null ? 0 : 1)
                .description("Whether submissions are turned away for maintenance: 1 is closed, 0 is open")
                .register(registry);
    }
}
