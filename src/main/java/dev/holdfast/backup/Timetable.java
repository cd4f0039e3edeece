package dev.holdfast.backup;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Optional;
import org.springframework.scheduling.support.CronExpression;

/** When copies are due. */
record Timetable(CronExpression cron, ZoneId zone) {

    static Optional<Timetable> of(BackupProperties.Backup settings) {
        return settings.schedule().isBlank()
                ? Optional.empty()
                : Optional.of(
                        new Timetable(CronExpression.parse(settings.schedule().strip()), settings.zoneId()));
    }

    /** The next time after this one; never, if the expression names no such day. */
    Instant after(Instant time) {
        if (time.equals(Instant.MAX)) {
            return time;
        }
        ZonedDateTime next = cron.next(ZonedDateTime.ofInstant(time, zone));
        return next == null ? Instant.MAX : next.toInstant();
    }

    @Override
    public String toString() {
        return cron + " " + zone;
    }
}
