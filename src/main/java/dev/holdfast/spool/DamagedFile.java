package dev.holdfast.spool;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;

/** A database of which some pages cannot be read, opened to read the others. */
final class DamagedFile implements AutoCloseable {

    /** Nothing of the file can be read. */
    static final class Unreadable extends Exception {

        private static final long serialVersionUID = 1L;

        Unreadable(SQLException cause) {
            super(cause.getMessage(), cause);
        }
    }

    private static final String UPWARD =
            "SELECT " + SalvagedRow.COLUMNS + " FROM job NOT INDEXED WHERE seq BETWEEN ? AND ? ORDER BY seq";
    private static final String DOWNWARD = UPWARD + " DESC";
    private static final String WITHOUT_CONTENT =
            "SELECT " + SalvagedRow.COLUMNS.replace(", hash", ", x'' AS hash") + " FROM job NOT INDEXED WHERE seq = ?";

    private final Connection connection;
    private boolean whole;

    private DamagedFile(Connection connection) {
        this.connection = connection;
    }

    static DamagedFile open(Path path) throws Unreadable {
        SQLiteConfig config = new SQLiteConfig();
        config.setLockingMode(SQLiteConfig.LockingMode.EXCLUSIVE);
        try {
            DamagedFile file = new DamagedFile(config.createConnection("jdbc:sqlite:" + path));
            file.readWhatThereIs();
            return file;
        } catch (SQLException unusable) {
            throw new Unreadable(unusable);
        }
    }

    /** Else SQLite reads nothing of a file that is shorter than it says. */
    private void readWhatThereIs() throws SQLException {
        try (Statement lenient = connection.createStatement()) {
            lenient.execute("PRAGMA writable_schema = ON");
        } catch (SQLException unusable) {
            connection.close();
            throw unusable;
        }
    }

    /** The highest number of a row that this file speaks of; 0 if it does not say. */
    long lastSeq() {
        return Math.max(
                number("SELECT seq FROM sqlite_sequence WHERE name = 'job'"), number("SELECT max(seq) FROM job"));
    }

    /** Rows in the order of their numbers, until one cannot be read. */
    Iterable<SalvagedRow> upward(long from, long to) {
        return () -> new Reading(UPWARD, from, to, 1);
    }

    /** Rows from the end, until one cannot be read. */
    Iterable<SalvagedRow> downward(long from, long to) {
        return () -> new Reading(DOWNWARD, from, to, -1);
    }

    /** Whether the last reading came to its end. */
    boolean wasWhole() {
        return whole;
    }

    /** All but the job itself, whose pages are out of reach; null if that cannot be read either. */
    @Nullable
    SalvagedRow withoutContent(long seq) {
        try (PreparedStatement select = connection.prepareStatement(inItsSchema(WITHOUT_CONTENT))) {
            select.setLong(1, seq);
            try (ResultSet rows = select.executeQuery()) {
                return rows.next() ? SalvagedRow.read(rows) : null;
            }
        } catch (SQLException unreadable) {
            return null;
        }
    }

    private String inItsSchema(String sql) {
        return SpoolSchema.columns(sql, number("PRAGMA user_version"));
    }

    private long number(String sql) {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            return result.next() ? result.getLong(1) : 0;
        } catch (SQLException unreadable) {
            return 0;
        }
    }

    /** Goes over rows; a damaged tree may lead anywhere, but never back. */
    private final class Reading implements Iterator<SalvagedRow> {

        private final int direction;
        private final long from;
        private final long to;
        private @Nullable PreparedStatement select;
        private @Nullable ResultSet rows;
        private @Nullable SalvagedRow next;
        private @Nullable SalvagedRow last;

        Reading(String sql, long from, long to, int direction) {
            this.from = from;
            this.to = to;
            this.direction = direction;
            whole = false;
            try {
                PreparedStatement prepared = connection.prepareStatement(inItsSchema(sql));
                select = prepared;
                prepared.setLong(1, from);
                prepared.setLong(2, to);
                rows = prepared.executeQuery();
            } catch (SQLException unreadable) {
                end();
            }
        }

        @Override
        public boolean hasNext() {
            if (next == null && rows != null) {
                try {
                    if (rows.next()) {
                        next = inOrder(SalvagedRow.read(rows));
                    } else {
                        whole = true;
                    }
                } catch (SQLException unreadable) {
                    next = null;
                }
                if (next == null) {
                    end();
                }
            }
            return next != null;
        }

        private @Nullable SalvagedRow inOrder(SalvagedRow row) {
            boolean outside = row.seq() < from || row.seq() > to;
            return outside || (last != null && direction * (row.seq() - last.seq()) <= 0) ? null : row;
        }

        @Override
        public SalvagedRow next() {
            if (!hasNext() || next == null) {
                throw new NoSuchElementException();
            }
            last = next;
            next = null;
            return last;
        }

        private void end() {
            rows = null;
            try {
                if (select != null) {
                    select.close();
                }
            } catch (SQLException unreadable) {
                select = null;
            }
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
