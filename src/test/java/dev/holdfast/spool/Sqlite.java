package dev.holdfast.spool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Somebody who has the file of a closed spool in hands. */
record Sqlite(Path file) {

    static final int PAGE = 4096;

    /** The file in this directory. */
    static Sqlite in(Path directory) {
        return new Sqlite(directory.resolve("spool.db"));
    }

    Sqlite run(String sql) {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
            return this;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    long number(String sql) {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            return result.next() ? result.getLong(1) : -1;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Where the tree of this table or index begins, counted in pages from 1. */
    long rootOf(String name) {
        return number("SELECT rootpage FROM sqlite_schema WHERE name = '" + name + "'");
    }

    /** Overwrites so many bytes of a page, which is counted from 1. */
    Sqlite spoil(long page, int at, int bytes) {
        return spoil(file, (page - 1) * PAGE + at, bytes);
    }

    /** Overwrites so many bytes of the log. */
    Sqlite spoilLog(long at, int bytes) {
        return spoil(SpoolDirectory.logOf(file), at, bytes);
    }

    private Sqlite spoil(Path path, long at, int bytes) {
        try (RandomAccessFile spoilt = new RandomAccessFile(path.toFile(), "rw")) {
            assertThat(at + bytes).isLessThanOrEqualTo(spoilt.length());
            spoilt.seek(at);
            byte[] read = new byte[bytes];
            spoilt.readFully(read);
            for (int i = 0; i < bytes; i++) {
                read[i] ^= (byte) 0xA5;
            }
            spoilt.seek(at);
            spoilt.write(read);
            return this;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The page in which these words are first found, counted from 1; 0 if they are nowhere. */
    long pageOf(String words) {
        try {
            String all = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
            return (long) all.indexOf(words) / PAGE + (all.contains(words) ? 1 : 0);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    void cutTo(long bytes) {
        try (RandomAccessFile cut = new RandomAccessFile(file.toFile(), "rw")) {
            cut.setLength(bytes);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
