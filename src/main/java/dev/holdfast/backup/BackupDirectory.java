package dev.holdfast.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The directory of the copies that the service makes; their names say when. For one thread. */
final class BackupDirectory {

    private static final String BEFORE = "holdfast-";
    private static final String AFTER = ".ndjson.gz";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    /** A spool may lie on the same disk, and needs room for jobs more than anybody needs another copy. */
    private static final long MIN_FREE = 512L * 1024 * 1024;

    private final Path directory;

    BackupDirectory(Path directory) {
        this.directory = directory;
    }

    /** A file of the service's, and when it was begun. */
    record Copy(Path file, Instant at) {}

    /** Makes it, for its owner only, and takes away what an end in the middle has left. */
    void prepare() throws IOException {
        if (!Files.isDirectory(directory)) {
            boolean posix =
                    directory.getFileSystem().supportedFileAttributeViews().contains("posix");
            if (posix) {
                Files.createDirectories(
                        directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            } else {
                Files.createDirectories(directory);
            }
        }
        for (Path file : files()) {
            if (file.getFileName().toString().startsWith(BackupWriter.DRAFT)) {
                Files.deleteIfExists(file);
            }
        }
    }

    Path fileFor(Instant now) {
        return directory.resolve(BEFORE + TIME.format(now) + AFTER);
    }

    /** All copies, the newest first; what is called otherwise is somebody else's. */
    List<Copy> copies() throws IOException {
        return files().stream()
                .flatMap(file -> copy(file).stream())
                .sorted(Comparator.comparing(Copy::at).reversed())
                .toList();
    }

    /** Removes all but the newest copies. To be called when the newest is known to be good. */
    void keepOnly(int count) throws IOException {
        List<Copy> copies = copies();
        for (Copy old : copies.subList(Math.min(count, copies.size()), copies.size())) {
            Files.deleteIfExists(old.file());
        }
    }

    /** @throws IOException when the disk is nearly full */
    void requireRoom() throws IOException {
        if (Files.getFileStore(directory).getUsableSpace() < MIN_FREE) {
            throw new IOException("its disk has less than 512 MB left");
        }
    }

    private List<Path> files() throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        }
    }

    private static Optional<Copy> copy(Path file) {
        String name = file.getFileName().toString();
        if (!name.startsWith(BEFORE) || !name.endsWith(AFTER) || name.length() < BEFORE.length() + AFTER.length()) {
            return Optional.empty();
        }
        try {
            String time = name.substring(BEFORE.length(), name.length() - AFTER.length());
            return Optional.of(new Copy(file, Instant.from(TIME.parse(time))));
        } catch (DateTimeException otherwise) {
            return Optional.empty();
        }
    }
}
