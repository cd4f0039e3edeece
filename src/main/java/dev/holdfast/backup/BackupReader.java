package dev.holdfast.backup;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.function.Consumer;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/** Reads a backup from its first byte to its last and believes none of them; memory is needed for one job only. */
final class BackupReader {

    private static final int BUFFER = 64 * 1024;
    /** No job of RQ's is nearly so long; a damaged file must not fill the memory. */
    private static final int LONGEST_LINE = 256 * 1024 * 1024;

    private final Path file;
    private final MessageDigest digest = Checksum.begin();
    private final Tally tally = new Tally();
    private @Nullable Manifest manifest;

    private BackupReader(Path file) {
        this.file = file;
    }

    /**
     * Reads all of it.
     *
     * @param jobs gets each job as it is read, before anybody knows whether the rest of the file is whole
     * @throws UnusableBackup when anything about the file is not as it was written
     * @throws IOException when the disk does not let it be read
     */
    static Manifest read(Path file, Consumer<CopiedJob> jobs) throws IOException {
        return new BackupReader(file).read(jobs);
    }

    private Manifest read(Consumer<CopiedJob> jobs) throws IOException {
        CRC32 sum = new CRC32();
        long length;
        try (InputStream disk = Files.newInputStream(file);
                CheckedInputStream text = new CheckedInputStream(unpacked(disk), sum)) {
            length = readLines(text, jobs);
        } catch (ZipException | EOFException damaged) {
            throw new UnusableBackup("it cannot be unpacked: the file is damaged or cut short");
        } catch (NoSuchFileException missing) {
            throw new UnusableBackup("there is no such file");
        }
        if (manifest == null) {
            throw new UnusableBackup("it has no manifest: the file is cut short");
        }
        requireNothingBehind(sum.getValue(), length);
        return manifest;
    }

    private static InputStream unpacked(InputStream disk) throws IOException {
        try {
            return new GZIPInputStream(disk, BUFFER);
        } catch (ZipException | EOFException other) {
            throw new UnusableBackup("it is not a backup of Holdfast's");
        }
    }

    private long readLines(InputStream text, Consumer<CopiedJob> jobs) throws IOException {
        byte[] buffer = new byte[BUFFER];
        ByteArrayOutputStream line = new ByteArrayOutputStream(BUFFER);
        long length = 0;
        boolean first = true;
        for (int count = text.read(buffer); count >= 0; count = text.read(buffer)) {
            length += count;
            int from = 0;
            for (int i = 0; i < count; i++) {
                if (buffer[i] == '\n') {
                    line.write(buffer, from, i + 1 - from);
                    from = i + 1;
                    take(line.toByteArray(), first, jobs);
                    first = false;
                    line.reset();
                }
            }
            line.write(buffer, from, count - from);
            if (line.size() > LONGEST_LINE) {
                throw new UnusableBackup("a line is too long: the file is damaged");
            }
        }
        if (line.size() > 0) {
            throw new UnusableBackup("its last line has no end: the file is cut short");
        }
        return length;
    }

    private void take(byte[] line, boolean first, Consumer<CopiedJob> jobs) throws IOException {
        if (manifest != null) {
            throw new UnusableBackup("something stands behind its manifest: the file is damaged");
        }
        JsonNode json = parse(line, first);
        if (first) {
            checkHeader(json);
        } else if (json.has("sha256")) {
            manifest = Manifest.check(json, tally, HexFormat.of().formatHex(digest.digest()));
            return;
        } else {
            CopiedJob job = job(json);
            tally.add(job);
            jobs.accept(job);
        }
        digest.update(line);
    }

    private static JsonNode parse(byte[] line, boolean first) throws IOException {
        try {
            return JobLine.JSON.readTree(line);
        } catch (JsonProcessingException notJson) {
            throw first
                    ? new UnusableBackup("it is not a backup of Holdfast's")
                    : new UnusableBackup("a line is no JSON: the file is damaged");
        }
    }

    private static void checkHeader(JsonNode header) {
        JsonNode version = header.path("holdfast_backup");
        if (!version.isInt()) {
            throw new UnusableBackup("it is not a backup of Holdfast's");
        }
        if (version.intValue() != BackupWriter.VERSION) {
            throw new UnusableBackup("its format is " + version.intValue() + ", and this version of Holdfast reads "
                    + BackupWriter.VERSION + ": use the version that wrote it");
        }
    }

    private static CopiedJob job(JsonNode line) {
        try {
            return JobLine.read(line);
        } catch (IOException | IllegalArgumentException misshapen) {
            throw new UnusableBackup("a line is not the form of a job: the file is damaged");
        }
    }

    /**
     * Java passes over what stands behind the last compressed byte. So the file must end with what gzip ends with: the
     * checksum and the length of all that was read.
     */
    private void requireNothingBehind(long crc, long length) throws IOException {
        ByteBuffer end = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "r")) {
            bytes.seek(bytes.length() - end.capacity());
            bytes.readFully(end.array());
        }
        if (end.getInt(0) != (int) crc || end.getInt(4) != (int) length) {
            throw new UnusableBackup("something stands behind its end: the file is damaged");
        }
    }
}
