package dev.holdfast.reconcile;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReconcilePropertiesTests {

    @ParameterizedTest
    @CsvSource({
        "0, 100, PT30S, PT1S, HOLDFAST_RECONCILE_RATE is 0",
        "2000, 0, PT30S, PT1S, HOLDFAST_RECONCILE_BATCH is 0",
        "2000, 1001, PT30S, PT1S, HOLDFAST_RECONCILE_BATCH is 1001",
        "2000, 100, PT9S, PT1S, HOLDFAST_RECONCILE_LEASE is 9000ms",
        "2000, 100, PT6M, PT1S, HOLDFAST_RECONCILE_LEASE is 360000ms",
        "2000, 100, PT30S, PT0.05S, HOLDFAST_RECONCILE_DEADLINE is 50ms",
        "2000, 100, PT30S, PT30S, HOLDFAST_RECONCILE_DEADLINE is 30000ms"
    })
    void refusesWhatCannotWork(int rate, int batch, Duration lease, Duration deadline, String line) {
        assertThatThrownBy(() -> new ReconcileProperties(rate, batch, 10_000, 250, lease, deadline))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(line);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 250, HOLDFAST_RECONCILE_SPOOL_RATE is 0",
        "100001, 250, HOLDFAST_RECONCILE_SPOOL_RATE is 100001",
        "10000, 0, HOLDFAST_RECONCILE_SPOOL_BATCH is 0",
        "10000, 1001, HOLDFAST_RECONCILE_SPOOL_BATCH is 1001"
    })
    void refusesWhatCannotWorkForTheDisk(int rate, int batch, String line) {
        assertThatThrownBy(() -> new ReconcileProperties(
                        2_000, 100, rate, batch, Duration.ofSeconds(30), Duration.ofMillis(1_500)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(line);
    }
}
