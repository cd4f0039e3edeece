package dev.holdfast.backup;

import java.time.Duration;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.actuate.health.Status;

/** Says how old the last good copy is, and whether that is too old; it asks the disk nothing. */
final class BackupHealthIndicator implements HealthIndicator {

    private static final Status DEGRADED = new Status("DEGRADED");

    private final BackupState state;

    BackupHealthIndicator(BackupState state) {
        this.state = state;
    }

    @Override
    public Health health() {
        if (state.timetable().isEmpty()) {
            return Health.up().withDetail("scheduled", false).build();
        }
        Health.Builder health = state.isOverdue() ? Health.status(DEGRADED) : Health.up();
        health.withDetail("scheduled", true)
                .withDetail("running", state.isRunning())
                .withDetail("failures", state.failures());
        state.age().map(Duration::toSeconds).ifPresent(age -> health.withDetail("age_s", age));
        state.good().ifPresent(good -> health.withDetail("bytes", good.bytes()).withDetail("jobs", good.jobs()));
        return health.build();
    }
}
