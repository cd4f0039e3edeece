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

/**
 * The file and what can be done with it.
 *
 * @param clock milliseconds since 1970
 * @param obstacle why no row may be added now
 */
record OpenSpool(
        SpoolFile file,
        HighWaterMark mark,
        Rows rows,
        Claims claims,
        Held held,
        WithdrawnRows withdrawn,
        LongSupplier clock,
        Supplier<Optional<Reason>> obstacle)
        implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(OpenSpool.class);

    static OpenSpool of(
            SpoolFile file,
            HighWaterMark mark,
            SpoolClock clock,
            LongSupplier nanoTime,
            Duration maxHold,
            Supplier<Optional<Reason>> obstacle) {
        return new OpenSpool(
                file,
                mark,
                new Rows(file),
                new Claims(file, maxHold, nanoTime),
                new Held(file),
                new WithdrawnRows(file, nanoTime),
                clock::now,
                obstacle);
    }

    long now() {
        return clock.getAsLong();
    }

    /** Notes beside the file what is committed now. */
    void noteLevel() throws SQLException {
        mark.reached(new HighWaterMark.Level(rows.lastSeq(), file.tally().all()));
    }

    @Override
    public void close() {
        try {
            mark.close();
            file.close();
        } catch (SQLException | IOException unclosed) {
            log.warn("The spool's file did not close: {}", unclosed.getMessage());
        }
    }
}
