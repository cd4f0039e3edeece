package dev.holdfast.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.job.Reason;
import dev.holdfast.spool.SpoolState;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.Status;

class SpoolHealthIndicatorTests {

    private static final Status DEGRADED = RedisHealthIndicator.DEGRADED;

    @Test
    void isDegradedWhileTheDiskTakesNothing() {
        Health health = health(state(Reason.DISK_FULL, 0, false, 0));

        assertThat(health.getStatus()).isEqualTo(DEGRADED);
        assertThat(health.getDetails()).containsEntry("accepting", false).containsEntry("reason", "disk_full");
    }

    @Test
    void isDegradedWhileAnOperatorIsNeeded() {
        assertThat(health(state(null, 1, false, 0)).getStatus()).isEqualTo(DEGRADED);
        assertThat(health(state(null, 0, true, 0)).getStatus()).isEqualTo(DEGRADED);
        assertThat(health(state(null, 0, false, 1)).getStatus()).isEqualTo(DEGRADED);
    }

    @Test
    void isUpWithJobs() {
        Health health = health(state(null, 0, false, 0));

        assertThat(health.getStatus()).isEqualTo(Status.UP);
        assertThat(health.getDetails())
                .containsEntry("accepting", true)
                .containsEntry("jobs", 6L)
                .containsEntry("in_doubt", 5L)
                .containsEntry("oldest_s", 90L)
                .doesNotContainKey("reason");
    }

    @Test
    void isUpWhereThereIsNoSpool() {
        Health health = new SpoolHealthIndicator(Optional::empty).health();

        assertThat(health.getStatus()).isEqualTo(Status.UP);
        assertThat(health.getDetails()).containsEntry("enabled", false);
    }

    private static Health health(SpoolState state) {
        return new SpoolHealthIndicator(() -> Optional.of(state)).health();
    }

    private static SpoolState state(Reason obstacle, long aside, boolean ageing, long missing) {
        return new SpoolState(
                Optional.ofNullable(obstacle),
                1,
                2,
                3,
                aside,
                SpoolState.Withdrawn.NONE,
                4096,
                Optional.of(Duration.ofSeconds(90)),
                ageing,
                missing);
    }
}
