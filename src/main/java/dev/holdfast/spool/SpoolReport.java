package dev.holdfast.spool;

import dev.holdfast.job.Reason;
import dev.holdfast.spool.SpoolState.Withdrawn;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says how the spool is: its state to whoever asks, what changes of it in the log. Written by one thread. */
final class SpoolReport {

    private static final Logger log = LoggerFactory.getLogger(SpoolReport.class);
    /** A spool at its bounds takes a job whenever one leaves: that is one obstacle, not many. */
    private static final Duration CALM = Duration.ofSeconds(10);

    private final Duration ageWarning;
    private final LongSupplier nanoTime;
    private Optional<Reason> obstacle = Optional.of(Reason.DISK_FAILED);
    private Optional<Reason> said = Optional.empty();
    private long obstructedAt;
    private Optional<Duration> oldest = Optional.empty();
    private boolean ageing;
    private long bytes;
    private volatile SpoolState state =
            new SpoolState(obstacle, 0, 0, 0, 0, Withdrawn.NONE, 0, Optional.empty(), false, 0);

    SpoolReport(Duration ageWarning, LongSupplier nanoTime) {
        this.ageWarning = ageWarning;
        this.nanoTime = nanoTime;
    }

    SpoolState state() {
        return state;
    }

    Optional<Reason> obstacle() {
        return obstacle;
    }

    /** The spool takes no jobs. */
    void obstructed(Reason reason, @Nullable String cause) {
        obstacle = Optional.of(reason);
        obstructedAt = nanoTime.getAsLong();
        if (!said.equals(obstacle)) {
            said = obstacle;
            if (reason == Reason.DISK_FAILED) {
                log.error("The spool takes no jobs: reason={} cause={}", reason.word(), cause);
            } else {
                log.warn("The spool takes no jobs: reason={} cause={}", reason.word(), cause);
            }
        }
    }

    /** The spool takes jobs. */
    void unobstructed() {
        obstacle = Optional.empty();
        if (said.isPresent()
                && (said.equals(Optional.of(Reason.DISK_FAILED))
                        || nanoTime.getAsLong() - obstructedAt >= CALM.toNanos())) {
            said = Optional.empty();
            log.info("The spool takes jobs again");
        }
    }

    /** @param since when the oldest job came, in milliseconds since 1970 */
    void oldest(OptionalLong since, long now) {
        oldest = since.isEmpty()
                ? Optional.empty()
                : Optional.of(Duration.ofMillis(Math.max(0, now - since.getAsLong())));
        boolean old = oldest.orElse(Duration.ZERO).compareTo(ageWarning) > 0;
        if (old && !ageing) {
            log.warn(
                    "Jobs lie in the spool for long: oldest_s={}",
                    oldest.orElseThrow().toSeconds());
        }
        ageing = old;
    }

    void used(long bytesNow) {
        bytes = bytesNow;
    }

    /** Has everybody see what was reported, with this number of rows. */
    void publish(Tally rows, long missing) {
        publish(
                rows.of(RowState.WAITING),
                rows.of(RowState.SENT_TO_PRIMARY),
                rows.of(RowState.SENT_TO_STANDBY),
                rows.of(RowState.SET_ASIDE),
                new Withdrawn(
                        rows.of(RowState.WITHDRAWN),
                        rows.of(RowState.WITHDRAWN_AT_STANDBY),
                        rows.of(RowState.WITHDRAWN_AT_PRIMARY)),
                missing);
    }

    /** The same while nobody can count the rows. */
    void publish(long missing) {
        SpoolState before = state;
        publish(
                before.waiting(),
                before.sentToPrimary(),
                before.sentToStandby(),
                before.aside(),
                before.withdrawn(),
                missing);
    }

    private void publish(
            long waiting, long sentToPrimary, long sentToStandby, long aside, Withdrawn withdrawn, long missing) {
        state = new SpoolState(
                obstacle, waiting, sentToPrimary, sentToStandby, aside, withdrawn, bytes, oldest, ageing, missing);
    }
}
