package dev.holdfast.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The directory that holds everything of an embedded pair, locked for this service until it is closed.
 *
 * <p>The kernel gives the lock back when the service ends, also after {@code kill -9}; the servers may then need a
 * moment longer, which {@link FormerRedis} waits for.
 */
final class DataDirectory implements AutoCloseable {

    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");
    private static final FileAttribute<Set<PosixFilePermission>> AS_OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(OWNER_ONLY);

    private final Path directory;
    private final FileChannel lockFile;

    private DataDirectory(Path directory, FileChannel lockFile) {
        this.directory = directory;
        this.lockFile = lockFile;
    }

    static DataDirectory open(Path directory) {
        try {
            if (!Files.isDirectory(directory)) {
                Files.createDirectories(directory, AS_OWNER_ONLY);
            }
            FileChannel lockFile = FileChannel.open(
                    directory.resolve("redis.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (tryLock(lockFile) == null) {
                lockFile.close();
                throw new DataDirectoryTaken(directory, "another Holdfast");
            }
            return new DataDirectory(directory, lockFile);
        } catch (IOException | UnsupportedOperationException e) {
            // Unsupported: a file system without permission bits, as on Windows.
            throw new NoEmbeddedRedis("the data directory " + directory + " cannot be used: " + e, e);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel lockFile) throws IOException {
        try {
            return lockFile.tryLock();
        } catch (OverlappingFileLockException heldByThisProcess) {
            return null;
        }
    }

    Path path() {
        return directory;
    }

    /** A directory in it that only the owner may enter, made if it is missing. */
    Path subdirectory(String name) throws IOException {
        Path subdirectory = directory.resolve(name);
        if (!Files.isDirectory(subdirectory)) {
            Files.createDirectory(subdirectory, AS_OWNER_ONLY);
        }
        Files.setPosixFilePermissions(subdirectory, OWNER_ONLY);
        return subdirectory;
    }

    /**
     * Unpacks a file into the subdirectory {@code bin}, executable for the owner.
     *
     * <p>It replaces an older file by its name only: a server or shell that still runs keeps the old one.
     */
    Path unpack(InputStream content, String name) throws IOException {
        Path bin = subdirectory("bin");
        Path part = Files.createTempFile(bin, name, ".part", AS_OWNER_ONLY);
        try {
            Files.copy(content, part, StandardCopyOption.REPLACE_EXISTING);
            Files.setPosixFilePermissions(part, OWNER_ONLY);
            return Files.move(part, bin.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
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
