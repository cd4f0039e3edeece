package dev.holdfast.maintenance;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import dev.holdfast.datadir.KeptFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The operators' window on disk: {@code maintenance.json}, as
 * {@code {"enabled": true, "until": "2026-11-24T12:00:00Z", "message": "…"}}.
 */
final class MaintenanceFile {

    // Far above the longest window, and far below what would fill the memory.
    private static final int LONGEST = 64 * 1024;

    private final KeptFile file;
    private final ObjectReader reader;
    private final ObjectWriter writer;

    MaintenanceFile(Path directory, ObjectMapper mapper) {
        this.file = new KeptFile(directory, "maintenance.json");
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
        Optional<byte[]> json = file.read(LONGEST);
        if (json.isEmpty()) {
            return null;
        }
        try {
            Saved saved = reader.readValue(json.get());
            if (saved == null || saved.enabled() == null) {
                throw new IOException("no member enabled");
            }
            if (!saved.enabled()) {
                return null;
            }
            return new MaintenanceWindow(saved.until() == null ? null : Instant.parse(saved.until()), saved.message());
        } catch (JsonProcessingException broken) {
            // Its full message has a second line, with the place in the text.
            throw new IOException(broken.getOriginalMessage(), broken);
        } catch (DateTimeException | IllegalArgumentException broken) {
            throw new IOException(broken.getMessage(), broken);
        }
    }

    void save(@Nullable MaintenanceWindow window) throws IOException {
        file.replace(writer.writeValueAsBytes(Saved.of(window)));
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
