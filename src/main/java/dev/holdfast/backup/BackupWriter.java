package dev.holdfast.backup;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestOutputStream;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;

/**
 * Writes a backup: a header, a line for each job, and a manifest without which the file is not whole. It appears under
 * its name only when all of it has reached the disk; a draft that was not finished is taken away. For one thread.
 */
final class BackupWriter implements Closeable {

    /** The form of the file; a reader refuses what is newer than itself. */
    static final int VERSION = 1;

    /** What the names of files begin and end with that are being written. */
    static final String DRAFT = ".holdfast-draft-";

    private static final int BUFFER = 64 * 1024;

    private final Path file;
    private final Path draft;
    private final FileChannel channel;
    private final GZIPOutputStream compressed;
    private final DigestOutputStream lines;
    private final Tally tally = new Tally();
    private long withoutHash;

    /** @throws FileAlreadyExistsException when there is such a file: a backup never replaces anything */
    BackupWriter(Path file, Instant now) throws IOException {
        this.file = file.toAbsolutePath();
        Path directory = this.file.getParent();
        if (directory == null || Files.exists(this.file)) {
            throw new FileAlreadyExistsException(file.toString());
        }
        this.draft = directory.resolve(DRAFT + UUID.randomUUID());
        this.channel = FileChannel.open(
                draft, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), ownersOnly(directory));
        OutputStream disk = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER);
        this.compressed = new GZIPOutputStream(disk, BUFFER);
        this.lines = new DigestOutputStream(compressed, Checksum.begin());
        ObjectNode header = JobLine.JSON.createObjectNode();
        header.put("holdfast_backup", VERSION).put("created_at", now.toString());
        write(lines, JobLine.JSON.writeValueAsBytes(header));
    }

    /** Jobs hold what nobody else may read. */
    private static FileAttribute<?>[] ownersOnly(Path directory) {
        boolean posix = directory.getFileSystem().supportedFileAttributeViews().contains("posix");
        return posix
                ? List.of(PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))
                        .toArray(FileAttribute<?>[]::new)
                : new FileAttribute<?>[0];
    }

    void add(CopiedJob job) throws IOException {
        tally.add(job);
        write(lines, JobLine.of(job));
    }

    /** Counts an id in a queue that has no job, as RQ passes over it. */
    void addWithoutHash() {
        withoutHash++;
    }

    /** Completes the file, and gives it its name. */
    Manifest finish(Instant now) throws IOException {
        String sha256 = HexFormat.of().formatHex(lines.getMessageDigest().digest());
        Manifest manifest = new Manifest(tally, withoutHash, now.toString(), sha256);
        write(compressed, manifest.toJson());
        compressed.finish();
        compressed.flush();
        channel.force(true);
        compressed.close();
        Files.move(draft, file);
        try (FileChannel directory = FileChannel.open(file.getParent(), StandardOpenOption.READ)) {
            directory.force(true);
        }
        return manifest;
    }

    private static void write(OutputStream out, byte[] line) throws IOException {
        out.write(line);
        out.write('\n');
    }

    /** Takes the draft away, unless it was finished. */
    @Override
    public void close() throws IOException {
        channel.close();
        Files.deleteIfExists(draft);
    }
}
