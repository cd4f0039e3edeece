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
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The operators' windows on disk: {@code maintenance.json}, as
 * {@code {"enabled": true, "until": "2026-11-24T12:00:00Z", "message": "…", "planned": [{"id": "9f86d081", "from": "…",
 * "until": "…"}]}}. A window that has begun since it was written is still among the planned ones.
 */
final class MaintenanceFile {

    // Far above fifty plans with the longest messages, and far below what would fill the memory.
    private static final int LONGEST = 512 * 1024;

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
     * What was saved last; nothing if nothing ever was.
     *
     * @throws IOException when the file is there and does not say
     */
    MaintenanceSchedule load() throws IOException {
        Optional<byte[]> json = file.read(LONGEST);
        if (json.isEmpty()) {
            return MaintenanceSchedule.NOTHING;
        }
        try {
            Saved saved = reader.readValue(json.get());
            if (saved == null || saved.enabled() == null) {
                throw new IOException("no member enabled");
            }
            return saved.schedule();
        } catch (JsonProcessingException broken) {
            // Its full message has a second line, with the place in the text.
            throw new IOException(broken.getOriginalMessage(), broken);
        } catch (DateTimeException | IllegalArgumentException broken) {
            throw new IOException(broken.getMessage(), broken);
        }
    }

    void save(MaintenanceSchedule schedule) throws IOException {
        file.replace(writer.writeValueAsBytes(Saved.of(schedule)));
    }

    @Override
    public String toString() {
        return file.toString();
    }

    /** What the file says; the former format has no plans. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    private record Saved(
            @Nullable Boolean enabled,
            @Nullable String until,
            @Nullable String message,
            @Nullable List<SavedPlan> planned) {

        static Saved of(MaintenanceSchedule schedule) {
            List<SavedPlan> plans =
                    schedule.planned().stream().map(SavedPlan::of).toList();
            MaintenanceWindow open = schedule.open();
            if (open == null) {
                return new Saved(false, null, null, plans);
            }
            Instant until = open.until();
            return new Saved(true, until == null ? null : until.toString(), open.message(), plans);
        }

        MaintenanceSchedule schedule() {
            MaintenanceWindow open = Boolean.TRUE.equals(enabled)
                    ? new MaintenanceWindow(until == null ? null : Instant.parse(until), message)
                    : null;
            if (planned == null) {
                return new MaintenanceSchedule(open, List.of());
            }
            if (planned.stream().anyMatch(Objects::isNull)) {
                throw new IllegalArgumentException("a planned window is null");
            }
            return new MaintenanceSchedule(
                    open, planned.stream().map(SavedPlan::window).toList());
        }
    }

    /** What it says of a planned window. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record SavedPlan(
            @Nullable String id,
            @Nullable String from,
            @Nullable String until,
            @Nullable String message) {

        static SavedPlan of(PlannedWindow window) {
            return new SavedPlan(
                    window.id(), window.from().toString(), window.until().toString(), window.message());
        }

        PlannedWindow window() {
            if (id == null || from == null || until == null) {
                throw new IllegalArgumentException("a planned window lacks id, from or until");
            }
            return new PlannedWindow(id, Instant.parse(from), Instant.parse(until), message);
        }
    }
}
