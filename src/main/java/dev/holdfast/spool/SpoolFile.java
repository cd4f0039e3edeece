package dev.holdfast.spool;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;

/**
 * The database, opened by its one user: transactions, statements and the tally of rows that goes with them. For one
 * thread, which must never be interrupted.
 */
final class SpoolFile implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(SpoolFile.class);
    /** The log is copied into the database early: what is damaged in it is lost with all that follows. */
    private static final int LOG_PAGES = 256;
    /** Rows that leave need room, too: in a file that is full to its last page none could be claimed. */
    private static final long TO_LEAVE = 16_000_000;

    private final Path path;
    private final Connection connection;
    private final long pageSize;
    private final Map<String, PreparedStatement> statements = new HashMap<>();
    private Tally tally = Tally.empty();
    private @Nullable Tally begun;
    private List<@Nullable Object> keys = List.of();

    private SpoolFile(Path path, Connection connection, long pageSize) {
        this.path = path;
        this.connection = connection;
        this.pageSize = pageSize;
    }

    /**
     * Opens the database of this file, which may be empty.
     *
     * @param maxBytes how large the file may become
     * @throws IllegalStateException if a newer version of this service wrote it
     */
    static SpoolFile open(Path path, long maxBytes) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        // Nobody else's, and so without shared memory, which a full disk would turn into a crash of this process.
        config.setLockingMode(SQLiteConfig.LockingMode.EXCLUSIVE);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setTempStore(SQLiteConfig.TempStore.MEMORY);
        // Else each row that is added leaves a query open, and the file could never shrink.
        config.setGetGeneratedKeys(false);
        Connection connection = config.createConnection("jdbc:sqlite:" + path);
        try {
            SpoolFile file = new SpoolFile(path, connection, number(connection, "PRAGMA page_size"));
            file.prepare(maxBytes);
            return file;
        } catch (SQLException | IllegalStateException unusable) {
            connection.close();
            throw unusable;
        }
    }

    private void prepare(long maxBytes) throws SQLException {
        execute("PRAGMA journal_mode = WAL");
        long version = number(connection, "PRAGMA user_version");
        if (version > SpoolSchema.VERSION) {
            throw new IllegalStateException("the spool " + path + " was written by a newer Holdfast (schema " + version
                    + ", this one knows " + SpoolSchema.VERSION
                    + "): start that version, or set HOLDFAST_SPOOL_DIR to another directory");
        }
        execute("PRAGMA wal_autocheckpoint = " + LOG_PAGES);
        execute("PRAGMA max_page_count = " + (maxBytes + TO_LEAVE) / pageSize);
        begin();
        if (version == 0) {
            if (number(connection, "SELECT count(*) FROM sqlite_schema") > 0) {
                throw SqliteErrors.damage("it has tables of which it does not say what they are");
            }
            executeAll(SpoolSchema.NEW);
        } else if (version == 1) {
            executeAll(SpoolSchema.FROM_FIRST);
        }
        // Whoever held a claim is gone.
        execute("UPDATE job SET lease = 0 WHERE state > 0 AND lease > 0");
        int aside = update("UPDATE job SET state = 3, reason = 'damaged' WHERE state NOT BETWEEN 0 AND 6");
        if (aside > 0) {
            log.error("Jobs of the spool stand where no job can stand, and are set aside: jobs={}", aside);
        }
        try (ResultSet counts =
                of("SELECT state, count(*) FROM job GROUP BY state").executeQuery()) {
            while (counts.next()) {
                begun().add(RowState.of(counts.getInt(1)), counts.getLong(2));
            }
        }
        commit();
        // Not before: the log is made with the first transaction.
        keys = keysOf(path);
    }

    /** The statement of these words, prepared once. */
    PreparedStatement of(String sql) throws SQLException {
        PreparedStatement known = statements.get(sql);
        if (known == null) {
            known = connection.prepareStatement(sql);
            statements.put(sql, known);
        }
        return known;
    }

    void begin() throws SQLException {
        execute("BEGIN IMMEDIATE");
        begun = tally.copy();
    }

    /** Returns once what was written since {@link #begin} is on the disk. */
    void commit() throws SQLException {
        execute("COMMIT");
        tally = begun();
        begun = null;
    }

    void rollBack() throws SQLException {
        begun = null;
        try {
            execute("ROLLBACK");
        } finally {
            // The driver closes a statement that has failed, and says only at its next use that it did.
            forgetStatements();
        }
    }

    /** The rows, as far as the current transaction has come. */
    Tally begun() {
        return begun == null ? tally : begun;
    }

    /** The rows that are on the disk. */
    Tally tally() {
        return tally;
    }

    /** Whether the files are still those that are found under their names: else nobody would find what is written. */
    boolean isInPlace() {
        return keysOf(path).equals(keys);
    }

    long usedBytes() throws SQLException {
        long free = number(connection, "PRAGMA freelist_count");
        return (number(connection, "PRAGMA page_count") - free) * pageSize;
    }

    /** Gives back what a long outage has taken of the disk; not within a transaction, and only without rows. */
    void shrink() throws SQLException {
        if (number(connection, "PRAGMA freelist_count") > LOG_PAGES) {
            forgetStatements();
            execute("VACUUM");
        }
        execute("PRAGMA wal_checkpoint(TRUNCATE)");
    }

    /** Copies everything into this file, which is empty; not within a transaction. */
    void copyInto(Path empty) throws SQLException {
        forgetStatements();
        try (PreparedStatement copy = connection.prepareStatement("VACUUM INTO ?")) {
            copy.setString(1, empty.toString());
            copy.execute();
        }
    }

    /** SQLite does not copy a database while a statement counts as running, as one does whose rows were not all read. */
    private void forgetStatements() {
        List<PreparedStatement> all = List.copyOf(statements.values());
        statements.clear();
        for (PreparedStatement statement : all) {
            try {
                statement.close();
            } catch (SQLException closed) {
                log.debug("A statement says again how it failed: {}", closed.getMessage());
            }
        }
    }

    private void executeAll(List<String> statements) throws SQLException {
        for (String statement : statements) {
            execute(statement);
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private int update(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return statement.executeUpdate(sql);
        }
    }

    private static long number(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            return result.getLong(1);
        }
    }

    /** The log's too: rows are there first. */
    private static List<@Nullable Object> keysOf(Path path) {
        return Arrays.asList(SpoolDirectory.keyOf(path), SpoolDirectory.keyOf(SpoolDirectory.logOf(path)));
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
