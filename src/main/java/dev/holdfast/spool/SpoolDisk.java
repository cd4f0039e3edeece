package dev.holdfast.spool;

import dev.holdfast.job.Reason;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The spool's file on its disk: opens it, closes it when it fails, tries again, and knows whether it takes jobs. For one
 * thread, but for {@link #state} and the counts, which are for all.
 */
final class SpoolDisk {

    private static final Logger log = LoggerFactory.getLogger(SpoolDisk.class);
    private static final Duration FREE_SPACE = Duration.ofMillis(100);
    private static final Duration PROOF = Duration.ofSeconds(5);
    private static final Duration LET_GO = Duration.ofSeconds(1);

    private final SpoolDirectory directory;
    private final SpoolProperties.Spool limits;
    private final IdFilter filter;
    private final SpoolClock clock;
    private final LongSupplier nanoTime;
    private final AtomicLong letGo = new AtomicLong();
    private final AtomicLong missing = new AtomicLong();
    private final Every freeSpace;
    private final Every proof;
    private final Every holds;
    private @Nullable OpenSpool open;
    private Optional<Reason> obstacle = Optional.of(Reason.DISK_FAILED);
    private boolean failing;
    private boolean ageing;
    private long bytes;
    private volatile SpoolState state;

    SpoolDisk(
            SpoolDirectory directory,
            SpoolProperties.Spool limits,
            IdFilter filter,
            SpoolClock clock,
            LongSupplier nanoTime) {
        this.directory = directory;
        this.limits = limits;
        this.filter = filter;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.freeSpace = new Every(FREE_SPACE, nanoTime);
        this.proof = new Every(PROOF, nanoTime);
        this.holds = new Every(LET_GO, nanoTime);
        this.state = new SpoolState(obstacle, 0, 0, 0, 0, 0, Optional.empty(), false, 0);
    }

    /** Opens the file for the first time, before the thread starts that does so later. */
    void openFirst() throws SQLException, IOException {
        OpenSpool opened = opened();
        open = opened;
        failing = false;
        committed(opened);
        refresh(opened);
    }

    private OpenSpool opened() throws SQLException, IOException {
        SpoolFile file = SpoolFile.open(directory.database(), limits.maxSize().toBytes());
        OpenSpool spool = OpenSpool.of(file, clock, nanoTime, () -> obstacle);
        spool.rows().eachId(filter::add);
        clock.notBefore(spool.rows().newest().orElse(0));
        Tally rows = file.tally();
        if (rows.all() > 0) {
            log.info(
                    "The spool holds jobs of an earlier time: waiting={} sent={} aside={}",
                    rows.of(RowState.WAITING),
                    rows.of(RowState.SENT_TO_PRIMARY) + rows.of(RowState.SENT_TO_STANDBY),
                    rows.of(RowState.SET_ASIDE));
        }
        return spool;
    }

    /** The open file; null while it cannot be opened. */
    @Nullable
    OpenSpool open() {
        return open;
    }

    SpoolState state() {
        return state;
    }

    /** How many jobs were let go because they had waited too long for their node. */
    long letGo() {
        return letGo.get();
    }

    /** Returns whether what was just committed will be found again. */
    boolean committed(OpenSpool spool) {
        if (spool.file().tally().all() == 0) {
            filter.clear();
        }
        boolean inPlace = spool.file().isInPlace();
        obstacle = inPlace ? measured(spool) : Optional.of(Reason.DISK_FAILED);
        fail(!inPlace, "the file is gone from its place");
        publish(spool, state.oldest());
        return inPlace;
    }

    private Optional<Reason> measured(OpenSpool spool) {
        try {
            bytes = spool.file().usedBytes();
            if (spool.file().tally().all() >= limits.maxJobs()
                    || bytes >= limits.maxSize().toBytes()) {
                return Optional.of(Reason.SPOOL_FULL);
            }
            boolean wasFull = obstacle.equals(Optional.of(Reason.DISK_FULL));
            boolean full = freeSpace.isDue()
                    ? directory.usableBytes() < limits.minFree().toBytes()
                    : wasFull;
            return full ? Optional.of(Reason.DISK_FULL) : Optional.empty();
        } catch (SQLException | IOException unmeasured) {
            return Optional.of(failed(unmeasured));
        }
    }

    /** Undoes a transaction; false if that is impossible, and the file is closed. */
    boolean rollBack() {
        OpenSpool spool = open;
        try {
            if (spool != null) {
                spool.file().rollBack();
            }
            return spool != null;
        } catch (SQLException alreadyUndone) {
            // SQLite undoes a transaction itself on some errors, and says so by this one.
            return spool != null;
        }
    }

    /** What a failure means for whoever met it; the file is closed if it is the file's. */
    Reason failed(Exception failure) {
        if (!(failure instanceof SQLException sql)) {
            log.error("A piece of the spool's work failed for a reason that nobody foresaw", failure);
            return Reason.DISK_FAILED;
        }
        Reason reason = SqliteErrors.reasonOf(sql);
        obstacle = Optional.of(reason);
        if (reason == Reason.DISK_FAILED) {
            close();
        }
        fail(true, failure.getMessage());
        publish(open, state.oldest());
        return reason;
    }

    /** Sees to what time brings: a disk that is well again, rows that have waited too long, room to give back. */
    void look() {
        try {
            OpenSpool spool = open;
            if (spool == null) {
                openFirst();
                return;
            }
            SpoolFile file = spool.file();
            file.begin();
            if (proof.isDue()) {
                spool.rows().prove(clock.now());
            }
            if (holds.isDue()) {
                letGo(spool);
            }
            file.commit();
            committed(spool);
            if (file.tally().all() == 0) {
                file.shrink();
            }
            refresh(spool);
        } catch (SQLException | IOException | IllegalStateException failure) {
            rollBack();
            failed(failure instanceof SQLException ? failure : new SQLException(failure.getMessage(), failure));
        }
    }

    private void letGo(OpenSpool spool) throws SQLException {
        long now = clock.now();
        int released = spool.held().letGo(now - limits.maxHold().toMillis(), now);
        if (released > 0) {
            letGo.addAndGet(released);
            log.warn("Jobs in doubt go to whichever Redis takes them, and may run twice: jobs={}", released);
        }
    }

    private void refresh(OpenSpool spool) throws SQLException {
        OptionalLong since = spool.rows().oldest();
        Optional<Duration> oldest = since.isEmpty()
                ? Optional.empty()
                : Optional.of(Duration.ofMillis(Math.max(0, clock.now() - since.getAsLong())));
        boolean old = oldest.orElse(Duration.ZERO).compareTo(limits.ageWarning()) > 0;
        if (old && !ageing) {
            log.warn(
                    "Jobs lie in the spool for long: oldest_s={}",
                    oldest.orElseThrow().toSeconds());
        }
        ageing = old;
        publish(spool, oldest);
    }

    private void publish(@Nullable OpenSpool spool, Optional<Duration> oldest) {
        SpoolState before = state;
        if (spool == null) {
            state = new SpoolState(
                    obstacle,
                    before.waiting(),
                    before.sentToPrimary(),
                    before.sentToStandby(),
                    before.aside(),
                    before.bytes(),
                    oldest,
                    ageing,
                    missing.get());
            return;
        }
        Tally rows = spool.file().tally();
        state = new SpoolState(
                obstacle,
                rows.of(RowState.WAITING),
                rows.of(RowState.SENT_TO_PRIMARY),
                rows.of(RowState.SENT_TO_STANDBY),
                rows.of(RowState.SET_ASIDE),
                bytes,
                oldest,
                ageing,
                missing.get());
    }

    private void fail(boolean now, @Nullable String why) {
        if (now && !failing) {
            log.error(
                    "The spool takes no jobs: reason={} cause={}",
                    obstacle.orElseThrow().word(),
                    why);
        } else if (!now && failing) {
            log.info("The spool takes jobs again");
        }
        failing = now;
    }

    void close() {
        OpenSpool spool = open;
        open = null;
        try {
            if (spool != null) {
                spool.file().close();
            }
        } catch (SQLException unclosed) {
            log.warn("The spool's file did not close: {}", unclosed.getMessage());
        }
    }
}
