package dev.holdfast.spool;

import dev.holdfast.job.Reason;
import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;

/** What SQLite's result codes mean here (sqlite.org/rescode.html). */
final class SqliteErrors {

    private SqliteErrors() {}

    static Reason reasonOf(SQLException failure) {
        return primary(failure) == SQLiteErrorCode.SQLITE_FULL.code ? Reason.DISK_FULL : Reason.DISK_FAILED;
    }

    /** Whether the file is not what SQLite once wrote. */
    static boolean isDamage(SQLException failure) {
        int code = primary(failure);
        return code == SQLiteErrorCode.SQLITE_CORRUPT.code || code == SQLiteErrorCode.SQLITE_NOTADB.code;
    }

    /** A failure that is damage, found by this service itself. */
    static SQLException damage(String what) {
        return new SQLException(what, null, SQLiteErrorCode.SQLITE_CORRUPT.code);
    }

    /** The extended codes have it in their lowest byte. */
    private static int primary(SQLException failure) {
        return failure.getErrorCode() & 0xFF;
    }
}
