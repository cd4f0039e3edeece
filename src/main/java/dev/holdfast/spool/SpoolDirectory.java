package dev.holdfast.spool;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The directory of a spool, which only its owner may enter, locked for this service until it is closed.
 *
 * <p>The kernel gives the lock back when the service ends, also after {@code kill -9}.
 */
final class SpoolDirectory implements AutoCloseable {

    private static final FileAttribute<Set<PosixFilePermission>> DIRECTORY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final FileAttribute<Set<PosixFilePermission>> FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final Path directory;
    private final FileChannel lockFile;

    private SpoolDirectory(Path directory, FileChannel lockFile) {
        this.directory = directory;
        this.lockFile = lockFile;
    }

    static SpoolDirectory open(Path directory) {
        try {
            Files.createDirectories(directory, DIRECTORY);
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
            FileChannel lockFile = FileChannel.open(
                    directory.resolve("spool.lock"), Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), FILE);
            if (tryLock(lockFile) == null) {
                lockFile.close();
                throw new IllegalStateException(
                        "the spool " + directory
                                + " is in use by another Holdfast: stop that one, or set HOLDFAST_SPOOL_DIR to another directory");
            }
            return new SpoolDirectory(directory, lockFile);
        } catch (IOException | UnsupportedOperationException unusable) {
            // Unsupported: a file system without permission bits, as on Windows.
            throw unusable(directory, unusable);
        }
    }

    /** The failure in one line, for whoever sets the settings. */
    static IllegalStateException unusable(Path directory, Exception cause) {
        return cause instanceof IllegalStateException told
                ? told
                : new IllegalStateException(
                        "the spool " + directory + " cannot be used (" + cause
                                + "): make it writable for this service's user, set HOLDFAST_SPOOL_DIR to another directory,"
                                + " or do without by HOLDFAST_SPOOL_ENABLED=false",
                        cause);
    }

    private static @Nullable FileLock tryLock(FileChannel lockFile) throws IOException {
        try {
            return lockFile.tryLock();
        } catch (OverlappingFileLockException heldByThisProcess) {
            return null;
        }
    }

    /** The database, made for its owner alone if it is missing: SQLite gives its log the same permissions. */
    Path database() throws IOException {
        Path database = directory.resolve("spool.db");
        if (!Files.exists(database)) {
            Files.createFile(database, FILE);
        }
        return database;
    }

    long usableBytes() throws IOException {
        return Files.getFileStore(directory).getUsableSpace();
    }

    @Override
    public void close() {
        try {
            lockFile.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
