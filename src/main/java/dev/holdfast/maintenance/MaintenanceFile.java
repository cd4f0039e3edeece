package dev.holdfast.maintenance;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The operators' window on disk: {@code maintenance.json}, as
 * {@code {"enabled": true, "until": "2026-11-24T12:00:00Z", "message": "…"}}.
 *
 * <p>The file is replaced as a whole, by a rename, after its bytes have reached the disk: a crash leaves the old window
 * or the new one. Without POSIX permissions the directory cannot be synced, and a power failure may bring back the old
 * window.
 */
final class MaintenanceFile {

    // Far above the longest window, and far below what would fill the memory.
    private static final int LONGEST = 64 * 1024;

    private final Path directory;
    private final Path file;
    private final ObjectReader reader;
    private final ObjectWriter writer;

    MaintenanceFile(Path directory, ObjectMapper mapper) {
        this.directory = directory;
        this.file = directory.resolve("maintenance.json");
        this.reader = mapper.readerFor(Saved.class)
                .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .with(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
        this.writer = mapper.writerFor(Saved.class);
    }

    /**
     * The window that was saved last; null if the door was open, or if nothing was ever saved.
     *
     * @throws IOException when the file is there and does not say
     */
    @Nullable
    MaintenanceWindow load() throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            Saved saved = reader.readValue(in.readNBytes(LONGEST));
            if (saved == null || saved.enabled() == null) {
                throw new IOException("no member enabled");
            }
            if (!saved.enabled()) {
                return null;
            }
            return new MaintenanceWindow(saved.until() == null ? null : Instant.parse(saved.until()), saved.message());
        } catch (NoSuchFileException nothingSaved) {
            return null;
        } catch (JsonProcessingException broken) {
            // Its full message has a second line, with the place in the text.
            throw new IOException(broken.getOriginalMessage(), broken);
        } catch (DateTimeException | IllegalArgumentException broken) {
            throw new IOException(broken.getMessage(), broken);
        }
    }

    void save(@Nullable MaintenanceWindow window) throws IOException {
        byte[] json = writer.writeValueAsBytes(Saved.of(window));
        boolean posix = directory.getFileSystem().supportedFileAttributeViews().contains("posix");
        if (!Files.isDirectory(directory)) {
            if (posix) {
                Files.createDirectories(
                        directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            } else {
                Files.createDirectories(directory);
            }
        }
        // The JDK lets only the owner read a temporary file.
        Path draft = Files.createTempFile(directory, "maintenance", ".tmp");
        try {
            try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = ByteBuffer.wrap(json);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(draft);
        }
        if (posix) {
            try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    @Override
    public String toString() {
        return file.toString();
    }

    /** What the file says. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record Saved(
            @Nullable Boolean enabled,
            @Nullable String until,
            @Nullable String message) {

        static Saved of(@Nullable MaintenanceWindow window) {
            if (window == null) {
                return new Saved(false, null, null);
            }
            Instant until = window.until();
            return new Saved(true, until == null ? null : until.toString(), window.message());
        }
    }
}
