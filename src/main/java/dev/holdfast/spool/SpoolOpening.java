package dev.holdfast.spool;

import dev.holdfast.job.Reason;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How the spool's file is opened, whatever has become of it. For one thread. */
final class SpoolOpening {

    private static final Logger log = LoggerFactory.getLogger(SpoolOpening.class);
    /** Each leaves a damaged file behind: a disk that spoils one after the other must not be filled with them. */
    private static final Duration BETWEEN_SALVAGES = Duration.ofMinutes(1);

    private final SpoolDirectory directory;
    private final long maxBytes;
    private final Duration maxHold;
    private final IdFilter filter;
    private final SpoolClock clock;
    private final LongSupplier nanoTime;
    private long missing;
    private final Every salvages;
    private boolean damaged;

    SpoolOpening(
            SpoolDirectory directory,
            SpoolProperties.Spool limits,
            IdFilter filter,
            SpoolClock clock,
            LongSupplier nanoTime) {
        this.directory = directory;
        this.maxBytes = limits.maxSize().toBytes();
        this.maxHold = limits.maxHold();
        this.filter = filter;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.salvages = new Every(BETWEEN_SALVAGES, nanoTime);
    }

    /** The file is not what SQLite once wrote; it is salvaged before it is opened again. */
    void damaged() {
        damaged = true;
    }

    /** How many rows damage has taken at most, since this service started. */
    long missing() {
        return missing;
    }

    /**
     * Opens the file, after salvaging it if that is necessary.
     *
     * @throws IllegalStateException if it is another Holdfast's, or that of a newer one
     */
    OpenSpool open(Supplier<Optional<Reason>> obstacle) throws SQLException, IOException {
        directory.enter();
        directory.putInPlace();
        if (damaged) {
            salvage("it was met while rows were read or written");
        }
        try {
            return opened(obstacle);
        } catch (SQLException failure) {
            if (!SqliteErrors.isDamage(failure)) {
                throw failure;
            }
            salvage(String.valueOf(failure.getMessage()));
            return opened(obstacle);
        }
    }

    private void salvage(String cause) throws SQLException, IOException {
        damaged = true;
        if (!salvages.isDue()) {
            throw new IOException("the file is damaged again within a minute, and is salvaged when that is over");
        }
        Optional<HighWaterMark.Level> level;
        try (HighWaterMark mark = HighWaterMark.open(directory.mark())) {
            level = mark.read();
        }
        missing += new Salvage(directory, maxBytes, level).run(cause);
        damaged = false;
    }

    private OpenSpool opened(Supplier<Optional<Reason>> obstacle) throws SQLException, IOException {
        SpoolFile file = SpoolFile.open(directory.database(), maxBytes);
        HighWaterMark mark = null;
        try {
            mark = HighWaterMark.open(directory.mark());
            OpenSpool spool = OpenSpool.of(file, mark, clock, nanoTime, maxHold, obstacle);
            spool.withdrawn().eachAwaited(filter::add);
            if (spool.rows().eachId(filter::add) != file.tally().all()) {
                throw SqliteErrors.damage("its indexes do not hold the same rows");
            }
            clock.notBefore(spool.rows().latest());
            compare(spool);
            report(file.tally());
            return spool;
        } catch (SQLException | IOException unusable) {
            file.close();
            if (mark != null) {
                mark.close();
            }
            throw unusable;
        }
    }

    /** Finds out what the database has lost without a word. */
    private void compare(OpenSpool spool) throws SQLException, IOException {
        long seq = spool.rows().lastSeq();
        Optional<HighWaterMark.Level> mark = spool.mark().read();
        if (mark.isEmpty() && seq > 0) {
            log.warn("The spool's high-water mark is missing or damaged, and written anew: row={}", seq);
        }
        long reached = mark.map(HighWaterMark.Level::seq).orElse(0L);
        if (reached > seq) {
            long lost = Math.min(reached - seq, mark.orElseThrow().rows());
            missing += lost;
            log.error(
                    "The spool's file or its log was cut off: its last row is {}, but there was a row {}: missing_at_most={}",
                    seq,
                    reached,
                    lost);
            spool.file().begin();
            spool.rows().lift(reached);
            spool.file().commit();
        }
        spool.noteLevel();
    }

    private static void report(Tally rows) {
        if (rows.all() > 0) {
            log.info(
                    "The spool holds jobs of an earlier time: waiting={} sent={} aside={}",
                    rows.of(RowState.WAITING),
                    rows.of(RowState.SENT_TO_PRIMARY) + rows.of(RowState.SENT_TO_STANDBY),
                    rows.of(RowState.SET_ASIDE));
        }
    }
}
