package dev.holdfast.reconcile;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How fast jobs come home.
 *
 * @param rate how many jobs a second at most. 2000: a tenth of what a Redis takes, so that new jobs notice nothing
 * @param batch how many jobs are claimed at once at most. 100: a call of a few milliseconds
 * @param lease how long a claimed job is this service's. 30 s: long enough for a disk that is late and for a slow
 *     primary, short enough that a dead service holds up its jobs for no longer
 * @param deadline how long a batch may take to be placed. 1.5 s: as long as a submission
 */
@ConfigurationProperties("holdfast.reconcile")
record ReconcileProperties(
        @DefaultValue("2000") int rate,
        @DefaultValue("100") int batch,
        @DefaultValue("30s") Duration lease,
        @DefaultValue("1500ms") Duration deadline) {

    ReconcileProperties {
        require(rate >= 1 && rate <= 100_000, "HOLDFAST_RECONCILE_RATE is " + rate + ", must be between 1 and 100000");
        require(batch >= 1 && batch <= 1_000, "HOLDFAST_RECONCILE_BATCH is " + batch + ", must be between 1 and 1000");
        require(
                lease.compareTo(Duration.ofSeconds(10)) >= 0 && lease.compareTo(Duration.ofMinutes(5)) <= 0,
                "HOLDFAST_RECONCILE_LEASE is " + lease.toMillis()
                        + "ms, must be between 10s and 5m: the disk may be late by 2s, and proofs are kept for minutes");
        require(
                deadline.compareTo(Duration.ofMillis(100)) >= 0 && deadline.compareTo(lease) < 0,
                "HOLDFAST_RECONCILE_DEADLINE is " + deadline.toMillis()
                        + "ms, must be at least 100ms and shorter than HOLDFAST_RECONCILE_LEASE");
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
