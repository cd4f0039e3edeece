package dev.holdfast.spool;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The directory of a spool, which only its owner may enter, locked for this service until it is closed; and the names of
 * what is in it.
 *
 * <p>The kernel gives the lock back when the service ends, also after {@code kill -9}.
 */
final class SpoolDirectory implements AutoCloseable {

    private static final Set<PosixFilePermission> ENTER = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> READ_AND_WRITE = PosixFilePermissions.fromString("rw-------");
    private static final FileAttribute<Set<PosixFilePermission>> DIRECTORY =
            PosixFilePermissions.asFileAttribute(ENTER);
    private static final FileAttribute<Set<PosixFilePermission>> FILE =
            PosixFilePermissions.asFileAttribute(READ_AND_WRITE);

    private final Path directory;
    private @Nullable FileChannel lockFile;
    private @Nullable Object lockKey;

    private SpoolDirectory(Path directory) {
        this.directory = directory;
    }

    static SpoolDirectory open(Path path) {
        SpoolDirectory directory = new SpoolDirectory(path);
        try {
            directory.enter();
            return directory;
        } catch (IOException | UnsupportedOperationException unusable) {
            // Unsupported: a file system without permission bits, as on Windows.
            throw unusable(path, unusable);
        }
    }

    /**
     * Makes the directory and its lock, unless they are in their place: somebody may have deleted them.
     *
     * @throws IllegalStateException if it is another Holdfast's
     */
    void enter() throws IOException {
        Path path = directory.resolve("spool.lock");
        if (lockKey != null && lockKey.equals(keyOf(path))) {
            return;
        }
        close();
        lockKey = null;
        Files.createDirectories(directory, DIRECTORY);
        Files.setPosixFilePermissions(directory, ENTER);
        FileChannel opened = FileChannel.open(path, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), FILE);
        if (tryLock(opened) == null) {
            opened.close();
            throw new IllegalStateException("the spool " + directory
                    + " is in use by another Holdfast: stop that one, or set HOLDFAST_SPOOL_DIR to another directory");
        }
        lockFile = opened;
        Files.setPosixFilePermissions(path, READ_AND_WRITE);
        lockKey = keyOf(path);
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
        owned(logOf(database), false);
        return owned(database, true);
    }

    /** The file of the high-water mark. */
    Path mark() throws IOException {
        return owned(directory.resolve("spool.mark"), true);
    }

    /** An empty file for a database that takes the place of the present one once it is {@link #complete}. */
    Path successor() throws IOException {
        Path successor = directory.resolve("spool.db.new");
        Files.deleteIfExists(logOf(successor));
        Files.deleteIfExists(successor);
        return owned(successor, true);
    }

    /** The successor has all that it will have: from now on it is the database, whatever happens to this service. */
    void complete(Path successor) throws IOException {
        if (Files.exists(logOf(successor))) {
            throw new IOException("the log of " + successor + " was not copied into it");
        }
        try (RandomAccessFile written = new RandomAccessFile(successor.toFile(), "rw")) {
            written.getFD().sync();
        }
        move(successor, directory.resolve("spool.db.saved"));
        putInPlace();
    }

    /**
     * Puts a successor into its place that is complete, if there is one; nothing is deleted.
     *
     * @return where the former database is now; null if there was none
     */
    @Nullable
    Path putInPlace() throws IOException {
        Path saved = directory.resolve("spool.db.saved");
        if (!Files.exists(saved)) {
            return null;
        }
        Path database = directory.resolve("spool.db");
        Path aside = directory.resolve("spool.db.damaged-1");
        for (int n = 2; Files.exists(aside); n++) {
            aside = directory.resolve("spool.db.damaged-" + n);
        }
        // The log first: a database is never found beside the log of another one.
        move(logOf(database), logOf(aside));
        move(database, aside);
        move(saved, database);
        return Files.exists(aside) ? aside : null;
    }

    private void move(Path from, Path to) throws IOException {
        if (Files.exists(from)) {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
            try (FileChannel names = FileChannel.open(directory)) {
                names.force(true);
            }
        }
    }

    private static Path owned(Path file, boolean make) throws IOException {
        if (Files.exists(file)) {
            Files.setPosixFilePermissions(file, READ_AND_WRITE);
        } else if (make) {
            Files.createFile(file, FILE);
        }
        return file;
    }

    /** SQLite's name for the log of this database. */
    static Path logOf(Path database) {
        return database.resolveSibling(database.getFileName() + "-wal");
    }

    /** What tells this file from every other one, also when it gets another name; null if there is none. */
    static @Nullable Object keyOf(Path path) {
        try {
            Object key = Files.readAttributes(path, BasicFileAttributes.class).fileKey();
            return key == null ? path : key;
        } catch (IOException gone) {
            return null;
        }
    }

    long usableBytes() throws IOException {
        return Files.getFileStore(directory).getUsableSpace();
    }

    @Override
    public void close() {
        try {
            if (lockFile != null) {
                lockFile.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
