package dev.holdfast.embedded;

import java.nio.file.Path;

/** Somebody else still works on the files of this data directory. */
final class DataDirectoryTaken extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    DataDirectoryTaken(Path directory, String holder) {
        super("The data directory " + directory + " is in use by " + holder
                + ": stop it, or set HOLDFAST_DATA_DIR to another directory");
    }
}
