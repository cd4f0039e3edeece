package dev.holdfast.spool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies every row that can still be read of a damaged database into a new one, which then takes its place; the damaged one
 * is kept beside it. Used once.
 */
final class Salvage {

    private static final Logger log = LoggerFactory.getLogger(Salvage.class);
    private static final int ROWS_AT_ONCE = 2_000;
    /** So often a read may fail before what is left is given up: a whole table can be out of reach. */
    private static final int MOST_FAILURES = 20_000;
    /** No row is smaller, with its fingerprint and times. */
    private static final long SMALLEST_ROW = 64;
    /** Where numbers end if nothing says where. */
    private static final long NO_END = 1L << 40;

    private static final String INSERT = "INSERT OR IGNORE INTO job (" + SalvagedRow.COLUMNS + ") VALUES (?"
            + ", ?".repeat(SalvagedRow.COLUMNS.split(",").length - 1) + ")";

    /** Numbers of rows, both ends included, of which none has been read yet. */
    private record Range(long from, long to) {

        long size() {
            return to - from + 1;
        }
    }

    private final SpoolDirectory directory;
    private final long maxBytes;
    private final HighWaterMark.@Nullable Level mark;
    private final PriorityQueue<Range> unread =
            new PriorityQueue<>(Comparator.comparingLong(Range::size).reversed());
    private int failures;
    private long kept;
    private long aside;
    private long lost;

    /** @param maxBytes how large the new database may become */
    Salvage(SpoolDirectory directory, long maxBytes, Optional<HighWaterMark.Level> mark) {
        this.directory = directory;
        this.maxBytes = maxBytes;
        this.mark = mark.orElse(null);
    }

    /** Returns how many rows are missing at most. */
    long run(String cause) throws SQLException, IOException {
        Path damaged = directory.database();
        long bytes = sizeOf(damaged) + sizeOf(SpoolDirectory.logOf(damaged));
        if (directory.usableBytes() < bytes) {
            throw new IOException("what is left of the damaged file needs " + bytes + " bytes of free disk");
        }
        Path successor = directory.successor();
        try (SpoolFile to = SpoolFile.open(successor, maxBytes)) {
            copy(damaged, to);
        }
        directory.complete(successor);
        long missing = missing(bytes);
        log.error(
                "The spool's file was damaged, and what could be read of it is in a new one: saved={} aside={}"
                        + " missing_at_most={} cause={}; the damaged file is kept as spool.db.damaged-*",
                kept - aside,
                aside,
                missing,
                cause);
        return missing;
    }

    private void copy(Path damaged, SpoolFile to) throws SQLException {
        to.begin();
        try (DamagedFile from = DamagedFile.open(damaged)) {
            long last = Math.max(from.lastSeq(), mark == null ? 0 : mark.seq());
            unread.add(new Range(1, last == 0 ? NO_END : last));
            while (!unread.isEmpty()) {
                copy(unread.remove(), from, to);
            }
            if (last > 0) {
                new Rows(to).lift(last);
            }
        } catch (DamagedFile.Unreadable nothing) {
            lost += NO_END;
        }
        to.commit();
    }

    /** From both ends until something cannot be read; what is between is tried in halves. */
    private void copy(Range range, DamagedFile from, SpoolFile to) throws SQLException {
        long first = copy(from.upward(range.from(), range.to()), range.from() - 1, to) + 1;
        if (from.wasWhole() || first > range.to()) {
            return;
        }
        long last = copy(from.downward(first, range.to()), range.to() + 1, to) - 1;
        if (last < first) {
            return;
        }
        Range between = new Range(first, last);
        failures++;
        if (between.size() == 1) {
            SalvagedRow rest = from.withoutContent(first);
            lost += rest == null || !write(rest, to) ? 1 : 0;
        } else if (failures > MOST_FAILURES) {
            lost += between.size();
        } else {
            long middle = first + between.size() / 2;
            unread.add(new Range(first, middle - 1));
            unread.add(new Range(middle, last));
        }
    }

    /** Returns the number of the last row that was read. */
    private long copy(Iterable<SalvagedRow> rows, long before, SpoolFile to) throws SQLException {
        long last = before;
        for (SalvagedRow row : rows) {
            lost += write(row, to) ? 0 : 1;
            last = row.seq();
        }
        return last;
    }

    private boolean write(SalvagedRow row, SpoolFile to) throws SQLException {
        PreparedStatement insert = to.of(INSERT);
        row.into(insert);
        boolean written = insert.executeUpdate() == 1;
        if (written) {
            kept++;
            aside += row.isDamaged() ? 1 : 0;
            if (kept % ROWS_AT_ONCE == 0) {
                to.commit();
                to.begin();
            }
        }
        return written;
    }

    /** What cannot be read may never have been, or may be gone rightly; what the mark counted was there. */
    private long missing(long bytes) {
        long most = Math.min(lost, bytes / SMALLEST_ROW);
        return mark == null ? most : Math.max(Math.min(most, mark.rows()), mark.rows() - kept);
    }

    private static long sizeOf(Path file) throws IOException {
        return Files.exists(file) ? Files.size(file) : 0;
    }
}
