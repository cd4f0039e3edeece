package dev.holdfast.spool;

import dev.holdfast.job.Reason;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
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
    private final SpoolOpening opening;
    private final SpoolReport report;
    private final AtomicLong letGo = new AtomicLong();
    private final Every freeSpace;
    private final Every proof;
    private final Every holds;
    private @Nullable OpenSpool open;
    private boolean inPlace;
    private boolean roomLeft;

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
        this.opening = new SpoolOpening(directory, limits, filter, clock, nanoTime);
        this.report = new SpoolReport(limits.ageWarning(), nanoTime);
        this.freeSpace = new Every(FREE_SPACE, nanoTime);
        this.proof = new Every(PROOF, nanoTime);
        this.holds = new Every(LET_GO, nanoTime);
    }

    /** Opens the file for the first time, before the thread starts that does so later. */
    void openFirst() throws SQLException, IOException {
        OpenSpool opened = opening.open(report::obstacle);
        open = opened;
        inPlace = true;
        committed(opened);
        refresh(opened);
    }

    /** The open file, which takes jobs only while it is in its place; null while it cannot be opened. */
    @Nullable
    OpenSpool open() {
        OpenSpool spool = open;
        if (spool != null) {
            see(spool);
        }
        return spool;
    }

    SpoolState state() {
        return report.state();
    }

    /** How many jobs were let go because they had waited too long for their node. */
    long letGo() {
        return letGo.get();
    }

    /** Returns whether what was just committed is where it will be found again. */
    boolean committed(OpenSpool spool) {
        // A file that was not in its place before has taken no job since.
        boolean wasInPlace = inPlace;
        if (spool.file().tally().all() == 0) {
            filter.clear();
        }
        try {
            spool.noteLevel();
            see(spool);
            if (inPlace) {
                measure(spool);
            }
        } catch (IOException unmeasured) {
            // The directory is gone, perhaps: then nothing but the open file has the jobs yet.
            report.obstructed(Reason.DISK_FAILED, unmeasured.getMessage());
        } catch (SQLException failure) {
            failed(failure);
        }
        report.publish(spool.file().tally(), opening.missing());
        return inPlace || !wasInPlace;
    }

    private void see(OpenSpool spool) {
        inPlace = spool.file().isInPlace();
        if (!inPlace) {
            report.obstructed(Reason.DISK_FAILED, "the file is gone from its place");
        }
    }

    private void measure(OpenSpool spool) throws SQLException, IOException {
        long bytes = spool.file().usedBytes();
        report.used(bytes);
        if (freeSpace.isDue()) {
            roomLeft = directory.usableBytes() >= limits.minFree().toBytes();
        }
        if (spool.file().tally().all() >= limits.maxJobs()) {
            report.obstructed(Reason.SPOOL_FULL, "as many jobs as HOLDFAST_SPOOL_MAX_JOBS allows");
        } else if (bytes >= limits.maxSize().toBytes()) {
            report.obstructed(Reason.SPOOL_FULL, "as many bytes as HOLDFAST_SPOOL_MAX_SIZE allows");
        } else if (!roomLeft) {
            report.obstructed(Reason.DISK_FULL, "less room on the disk than HOLDFAST_SPOOL_MIN_FREE leaves");
        } else {
            report.unobstructed();
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
        Reason reason = Reason.DISK_FAILED;
        if (failure instanceof SQLException sql) {
            reason = SqliteErrors.reasonOf(sql);
            if (SqliteErrors.isDamage(sql)) {
                opening.damaged();
            }
        } else if (!(failure instanceof IOException || failure instanceof IllegalStateException)) {
            log.error("A piece of the spool's work failed for a reason that nobody foresaw", failure);
            return reason;
        }
        if (reason == Reason.DISK_FAILED) {
            close();
        }
        report.obstructed(reason, failure.getMessage());
        report.publish(opening.missing());
        return reason;
    }

    /** Sees to what time brings: a disk that is well again, rows that have waited too long, room to give back. */
    void look() {
        try {
            OpenSpool spool = open();
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
            if (open != null && !inPlace) {
                bringBack(spool);
            } else if (open != null) {
                shrinkAndRefresh(spool);
            }
        } catch (SQLException | IOException | IllegalStateException failure) {
            rollBack();
            failed(failure);
        }
    }

    private void shrinkAndRefresh(OpenSpool spool) throws SQLException {
        if (spool.file().tally().all() == 0) {
            spool.file().shrink();
        }
        refresh(spool);
    }

    /** Copies a file that is gone from its place to where it is found; until that is done, its rows go on from it. */
    private void bringBack(OpenSpool spool) {
        try {
            directory.enter();
            Path successor = directory.successor();
            spool.file().copyInto(successor);
            directory.complete(successor);
            // Not before: until the copy is in place, nothing but the open file has the jobs.
            close();
            log.warn(
                    "The spool's file was gone, and is back with its jobs: jobs={}",
                    spool.file().tally().all());
            openFirst();
        } catch (SQLException | IOException | IllegalStateException failure) {
            log.debug("The spool's file is not yet back in its place", failure);
            report.obstructed(Reason.DISK_FAILED, failure.getMessage());
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
        report.oldest(spool.rows().oldest(), clock.now());
        report.publish(spool.file().tally(), opening.missing());
    }

    void close() {
        OpenSpool spool = open;
        open = null;
        if (spool != null) {
            spool.close();
        }
    }
}
