package dev.holdfast.status;

import dev.holdfast.job.Reason;
import dev.holdfast.spool.SpoolState;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;

/** Says whether the last resort is one, and whether something in it needs an operator; it asks the disk nothing. */
final class SpoolHealthIndicator implements HealthIndicator {

    private final Supplier<Optional<SpoolState>> spool;

    /** @param spool how the spool is; empty if there is none */
    SpoolHealthIndicator(Supplier<Optional<SpoolState>> spool) {
        this.spool = spool;
    }

    @Override
    public Health health() {
        return spool.get()
                .map(SpoolHealthIndicator::health)
                .orElseGet(() -> Health.up().withDetail("enabled", false).build());
    }

    private static Health health(SpoolState state) {
        boolean well = state.takesJobs() && state.aside() == 0 && !state.ageing() && state.missing() == 0;
        Health.Builder health = well ? Health.up() : Health.status(RedisHealthIndicator.DEGRADED);
        health.withDetail("accepting", state.takesJobs());
        state.obstacle().map(Reason::word).ifPresent(reason -> health.withDetail("reason", reason));
        health.withDetail("jobs", state.depth())
                .withDetail("in_doubt", state.sentToPrimary() + state.sentToStandby())
                .withDetail("set_aside", state.aside())
                .withDetail("missing", state.missing())
                .withDetail("bytes", state.bytes());
        state.oldest().map(Duration::toSeconds).ifPresent(age -> health.withDetail("oldest_s", age));
        return health.build();
    }
}
