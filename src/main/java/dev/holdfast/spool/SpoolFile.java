package dev.holdfast.spool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;

/**
 * The database, opened by its one user: transactions, statements and the tally of rows that goes with them. For one
 * thread, which must never be interrupted.
 */
final class SpoolFile implements AutoCloseable {

    static final int SCHEMA = 1;
    /** Says to {@code file} and the like whose database it is: "hold". */
    private static final int APPLICATION = 0x686F6C64;
    /** The log is copied into the database early: what is damaged in it is lost with all that follows. */
    private static final int LOG_PAGES = 256;

    private static final String[] TABLES = {
        """
        CREATE TABLE job (
            seq INTEGER PRIMARY KEY AUTOINCREMENT,
            id TEXT NOT NULL UNIQUE,
            state INTEGER NOT NULL,
            lease INTEGER NOT NULL DEFAULT 0,
            claims INTEGER NOT NULL DEFAULT 0,
            dataset TEXT NOT NULL DEFAULT '',
            sent INTEGER,
            arrived INTEGER,
            reason TEXT NOT NULL,
            since INTEGER NOT NULL,
            fingerprint TEXT NOT NULL,
            queue TEXT NOT NULL,
            remembered INTEGER NOT NULL,
            ttl INTEGER,
            at_front INTEGER NOT NULL,
            checksum INTEGER NOT NULL,
            hash BLOB NOT NULL
        )""",
        "CREATE INDEX job_state ON job (state, lease)",
        "CREATE TABLE proof (at INTEGER NOT NULL)",
        "INSERT INTO proof VALUES (0)",
        "PRAGMA application_id = " + APPLICATION,
        "PRAGMA user_version = " + SCHEMA,
    };

    private final Path path;
    private final Object key;
    private final Connection connection;
    private final long pageSize;
    private final Map<String, PreparedStatement> statements = new HashMap<>();
    private Tally tally = Tally.empty();
    private @Nullable Tally begun;

    private SpoolFile(Path path, Object key, Connection connection, long pageSize) {
        this.path = path;
        this.key = key;
        this.connection = connection;
        this.pageSize = pageSize;
    }

    /**
     * Opens the database of this file, which may be empty.
     *
     * @param maxBytes how large the file may become
     * @throws IllegalStateException if a newer version of this service wrote it
     */
    static SpoolFile open(Path path, long maxBytes) throws SQLException, IOException {
        SQLiteConfig config = new SQLiteConfig();
        // Nobody else's, and so without shared memory, which a full disk would turn into a crash of this process.
        config.setLockingMode(SQLiteConfig.LockingMode.EXCLUSIVE);
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setTempStore(SQLiteConfig.TempStore.MEMORY);
        // Else each row that is added leaves a query open, and the file could never shrink.
        config.setGetGeneratedKeys(false);
        Connection connection = config.createConnection("jdbc:sqlite:" + path);
        try {
            SpoolFile file = new SpoolFile(path, keyOf(path), connection, number(connection, "PRAGMA page_size"));
            file.prepare(maxBytes);
            return file;
        } catch (SQLException | IllegalStateException unusable) {
            connection.close();
            throw unusable;
        }
    }

    private void prepare(long maxBytes) throws SQLException {
        long version = number(connection, "PRAGMA user_version");
        if (version > SCHEMA) {
            throw new IllegalStateException("the spool " + path + " was written by a newer Holdfast (schema " + version
                    + ", this one knows " + SCHEMA
                    + "): start that version, or set HOLDFAST_SPOOL_DIR to another directory");
        }
        execute("PRAGMA wal_autocheckpoint = " + LOG_PAGES);
        execute("PRAGMA max_page_count = " + maxBytes / pageSize);
        begin();
        if (version == 0) {
            for (String statement : TABLES) {
                execute(statement);
            }
        }
        // Whoever held a claim is gone.
        execute("UPDATE job SET lease = 0 WHERE state > 0 AND lease > 0");
        try (ResultSet counts =
                of("SELECT state, count(*) FROM job GROUP BY state").executeQuery()) {
            while (counts.next()) {
                begun().add(RowState.of(counts.getInt(1)), counts.getLong(2));
            }
        }
        commit();
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
        execute("ROLLBACK");
    }

    /** The rows, as far as the current transaction has come. */
    Tally begun() {
        return begun == null ? tally : begun;
    }

    /** The rows that are on the disk. */
    Tally tally() {
        return tally;
    }

    /** Whether the file is still the one that is found under its name: else nobody would find what is written. */
    boolean isInPlace() {
        try {
            return keyOf(path).equals(key);
        } catch (IOException gone) {
            return false;
        }
    }

    long usedBytes() throws SQLException {
        long free = number(connection, "PRAGMA freelist_count");
        return (number(connection, "PRAGMA page_count") - free) * pageSize;
    }

    /** Gives back what a long outage has taken of the disk; not within a transaction, and only without rows. */
    void shrink() throws SQLException {
        if (number(connection, "PRAGMA freelist_count") > LOG_PAGES) {
            execute("VACUUM");
        }
        execute("PRAGMA wal_checkpoint(TRUNCATE)");
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static long number(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            return result.getLong(1);
        }
    }

    private static Object keyOf(Path path) throws IOException {
        Object key = Files.readAttributes(path, java.nio.file.attribute.BasicFileAttributes.class)
                .fileKey();
        return key == null ? path : key;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
