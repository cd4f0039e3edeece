package dev.holdfast.spool;

import java.util.List;

/** The tables of the spool's database, and how they become those of this version. */
final class SpoolSchema {

    /** 1: without {@code terms} and {@code proof}. */
    static final int VERSION = 2;

    /** Says to {@code file} and the like whose database it is: "hold". */
    private static final int APPLICATION = 0x686F6C64;

    private static final String SET_VERSION = "PRAGMA user_version = " + VERSION;

    private static final String PROOFS = "CREATE UNIQUE INDEX job_proof ON job (proof)";

    /** Few rows wait for others: whoever asks for those does not read all. */
    private static final String CHILDREN = "CREATE INDEX job_children ON job (terms) WHERE terms LIKE 'after=%'";

    static final List<String> NEW = List.of(
            """
            CREATE TABLE job (
                seq INTEGER PRIMARY KEY AUTOINCREMENT,
                id TEXT NOT NULL UNIQUE,
                proof TEXT NOT NULL DEFAULT '',
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
                terms TEXT NOT NULL DEFAULT '',
                checksum INTEGER NOT NULL,
                hash BLOB NOT NULL
            )""",
            "CREATE INDEX job_state ON job (state, lease)",
            PROOFS,
            CHILDREN,
            "CREATE TABLE proof (at INTEGER NOT NULL)",
            "INSERT INTO proof VALUES (0)",
            "PRAGMA application_id = " + APPLICATION,
            SET_VERSION);

    /** All jobs of the first schema may run at once, and are proven by their ids. */
    static final List<String> FROM_FIRST = List.of(
            "ALTER TABLE job ADD COLUMN terms TEXT NOT NULL DEFAULT ''",
            "ALTER TABLE job ADD COLUMN proof TEXT NOT NULL DEFAULT ''",
            "UPDATE job SET proof = id",
            PROOFS,
            CHILDREN,
            SET_VERSION);

    private SpoolSchema() {}

    /** The same columns as far as a file of this version has them. */
    static String columns(String columns, long version) {
        return version == 1 ? columns.replace(", terms", ", '' AS terms").replace(", proof", ", id AS proof") : columns;
    }
}
