package dev.holdfast.backup;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.function.ToDoubleFunction;

/** The meters of the service's own copies. */
final class BackupMetrics implements MeterBinder {

    private final BackupState state;

    BackupMetrics(BackupState state) {
        this.state = state;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder(
                        "holdfast.backup.age",
                        state,
                        backups -> backups.age()
                                .map(Duration::toMillis)
                                .map(millis -> millis / 1e3)
                                .orElse(Double.NaN))
                .baseUnit("seconds")
                .description("Time since the last good copy of the primary was begun; NaN if there is none")
                .register(registry);
        Gauge.builder("holdfast.backup.size", state, good(BackupState.Good::bytes))
                .baseUnit("bytes")
                .description("How large the last good copy is; NaN if there is none")
                .register(registry);
        Gauge.builder("holdfast.backup.jobs", state, good(BackupState.Good::jobs))
                .description("Jobs in the last good copy; NaN if there is none")
                .register(registry);
        FunctionCounter.builder("holdfast.backup.failures", state, BackupState::failures)
                .description("Copies that were due and could not be made")
                .register(registry);
    }

    private static ToDoubleFunction<BackupState> good(ToDoubleFunction<BackupState.Good> figure) {
        return backups -> backups.good().map(figure::applyAsDouble).orElse(Double.NaN);
    }
}
