package dev.holdfast.reconcile;

import dev.holdfast.reconcile.WayHome.Origin;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How fast jobs come home.
 *
 * @param rate how many jobs a second come home from the standby at most. 2000: a tenth of what a Redis takes, so that new
 *     jobs notice nothing
 * @param batch how many of them are claimed at once at most. 100: a call of a few milliseconds
 * @param spoolRate how many jobs a second go from the disk to each node at most. 10000: an hour's backlog is gone in
 *     minutes, and a node that has less to give is noticed and spared
 * @param spoolBatch how many of them are claimed at once at most. 250: each claim is a write to the disk
 * @param lease how long a claimed job is this service's. 30 s: long enough for a disk that is late and for a slow
 *     node, short enough that a dead service holds up its jobs for no longer
 * @param deadline how long a batch may take to be placed. 1.5 s: as long as a submission
 */
@ConfigurationProperties("holdfast.reconcile")
record ReconcileProperties(
        @DefaultValue("2000") int rate,
        @DefaultValue("100") int batch,
        @DefaultValue("10000") int spoolRate,
        @DefaultValue("250") int spoolBatch,
        @DefaultValue("30s") Duration lease,
        @DefaultValue("1500ms") Duration deadline) {

    ReconcileProperties {
        requireBetween("RATE", rate, 100_000);
        requireBetween("BATCH", batch, 1_000);
        requireBetween("SPOOL_RATE", spoolRate, 100_000);
        requireBetween("SPOOL_BATCH", spoolBatch, 1_000);
        require(
                lease.compareTo(Duration.ofSeconds(10)) >= 0 && lease.compareTo(Duration.ofMinutes(5)) <= 0,
                "HOLDFAST_RECONCILE_LEASE is " + lease.toMillis()
                        + "ms, must be between 10s and 5m: the disk may be late by 2s, and proofs are kept for minutes");
        require(
                deadline.compareTo(Duration.ofMillis(100)) >= 0 && deadline.compareTo(lease) < 0,
                "HOLDFAST_RECONCILE_DEADLINE is " + deadline.toMillis()
                        + "ms, must be at least 100ms and shorter than HOLDFAST_RECONCILE_LEASE");
    }

    int rate(Origin origin) {
        return switch (origin) {
            case STRAYS -> rate;
            case SPOOL -> spoolRate;
        };
    }

    int batch(Origin origin) {
        return switch (origin) {
            case STRAYS -> batch;
            case SPOOL -> spoolBatch;
        };
    }

    private static void requireBetween(String name, int value, int most) {
        require(
                value >= 1 && value <= most,
                "HOLDFAST_RECONCILE_" + name + " is " + value + ", must be between 1 and " + most);
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
