package dev.holdfast.backup;

import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.scheduling.support.CronExpression;

/**
 * When copies are made by the service itself, and where they lie.
 *
 * @param dataDir the directory for what must outlive a restart
 * @param backup the rest
 */
@ConfigurationProperties("holdfast")
record BackupProperties(
        @DefaultValue("./holdfast-data") String dataDir,
        @DefaultValue Backup backup) {

    BackupProperties {
        if (dataDir.isBlank()) {
            throw new IllegalArgumentException("HOLDFAST_DATA_DIR is blank: set it to a directory, or remove it");
        }
    }

    Path directory() {
        return (backup.dir().isBlank() ? Path.of(dataDir, "backups") : Path.of(backup.dir()))
                .toAbsolutePath()
                .normalize();
    }

    /**
     * The settings of copies.
     *
     * @param schedule when, as a cron expression of six fields, seconds first; blank for never, as a copy takes disk space
     *     that somebody has to have
     * @param zone the time zone in which the schedule is meant; UTC, so that no hour comes twice or never
     * @param dir where; blank for a directory in the data directory. Better on another disk
     * @param keep how many are kept. 7: a week of nightly ones
     * @param share how many percent of Redis's time a copy may take. 10: nobody notices
     */
    record Backup(
            @DefaultValue("") String schedule,
            @DefaultValue("UTC") String zone,
            @DefaultValue("") String dir,
            @DefaultValue("7") int keep,
            @DefaultValue("10") int share) {

        Backup {
            if (!schedule.isBlank() && !CronExpression.isValidExpression(schedule.strip())) {
                throw new IllegalArgumentException("HOLDFAST_BACKUP_SCHEDULE is not a cron expression of six fields,"
                        + " seconds first: write '0 0 3 * * *' for three in the morning, or @hourly");
            }
            if (keep < 1) {
                throw new IllegalArgumentException(
                        "HOLDFAST_BACKUP_KEEP is " + keep + ": it must be at least 1, the one that was made last");
            }
            if (share < 1 || share > 100) {
                throw new IllegalArgumentException(
                        "HOLDFAST_BACKUP_SHARE is " + share + ": it must be 1 to 100 percent");
            }
            zone(zone);
        }

        ZoneId zoneId() {
            return zone(zone);
        }

        private static ZoneId zone(String name) {
            try {
                return ZoneId.of(name.strip());
            } catch (DateTimeException unknown) {
                throw new IllegalArgumentException(
                        "HOLDFAST_BACKUP_ZONE is no time zone: write UTC, or one such as Europe/Berlin");
            }
        }
    }
}
