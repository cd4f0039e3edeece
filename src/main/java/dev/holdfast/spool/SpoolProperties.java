package dev.holdfast.spool;

import java.nio.file.Path;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Where the spool is, and how much it may take.
 *
 * @param dataDir the directory for what must outlive a restart
 */
@ConfigurationProperties("holdfast")
record SpoolProperties(
        @DefaultValue("./holdfast-data") String dataDir,
        @DefaultValue Spool spool) {

    private static final Duration LONGEST_HOLD = Duration.ofDays(7);

    SpoolProperties {
        if (dataDir.isBlank()) {
            throw new IllegalArgumentException("HOLDFAST_DATA_DIR is blank: set it to a directory, or remove it");
        }
    }

    Path directory() {
        return (spool.dir().isBlank() ? Path.of(dataDir, "spool") : Path.of(spool.dir()))
                .toAbsolutePath()
                .normalize();
    }

    /**
     * The bounds.
     *
     * @param enabled whether there is a spool: without one a client has to come back when no Redis takes its job
     * @param dir the directory, of this service alone; blank for {@code spool} in the data directory
     * @param maxJobs how many jobs it may hold. 2,000,000: an hour of 500 a second
     * @param maxSize how large its file may become. 4 GB: as many jobs of 2 KB
     * @param minFree how much of the disk stays free, for whatever else needs it
     * @param maxHold how long a job that may be at a node waits for that node before it goes to the other one, and counts
     *     as a possible double. 10 min: shorter than a node remembers a job, longer than most outages
     * @param ageWarning how old the oldest job may be before that is a warning
     */
    record Spool(
            @DefaultValue("true") boolean enabled,
            @DefaultValue("") String dir,
            @DefaultValue("2000000") long maxJobs,
            @DefaultValue("4GB") DataSize maxSize,
            @DefaultValue("256MB") DataSize minFree,
            @DefaultValue("10m") Duration maxHold,
            @DefaultValue("5m") Duration ageWarning) {

        Spool {
            require(
                    maxJobs >= 1 && maxJobs <= 100_000_000,
                    "HOLDFAST_SPOOL_MAX_JOBS is " + maxJobs + ", must be between 1 and 100000000");
            require(
                    maxSize.toBytes() >= 1_000_000,
                    "HOLDFAST_SPOOL_MAX_SIZE is " + maxSize.toBytes() + " bytes, must be 1MB at least");
            require(
                    !minFree.isNegative(),
                    "HOLDFAST_SPOOL_MIN_FREE is " + minFree.toBytes() + " bytes, must not be negative");
            require(
                    maxHold.compareTo(Duration.ofSeconds(1)) >= 0 && maxHold.compareTo(LONGEST_HOLD) <= 0,
                    "HOLDFAST_SPOOL_MAX_HOLD is " + maxHold.toMillis() + "ms, must be between 1s and 7d");
            require(
                    !ageWarning.isNegative() && !ageWarning.isZero(),
                    "HOLDFAST_SPOOL_AGE_WARNING is " + ageWarning.toMillis() + "ms, must be above zero");
        }

        private static void require(boolean holds, String otherwise) {
            if (!holds) {
                throw new IllegalArgumentException(otherwise);
            }
        }
    }
}
