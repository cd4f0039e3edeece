package dev.holdfast.incident;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import dev.holdfast.datadir.KeptFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What outlives a restart: the incidents in {@code incidents.json}, and when this service ran in {@code watched.json}. A
 * file that makes no sense is set aside, since nothing depends on it but what people are told. For one thread at a time.
 */
final class IncidentFiles {

    private static final Logger log = LoggerFactory.getLogger(IncidentFiles.class);

    /** Some thousand words for each of 200 incidents. */
    private static final int LONGEST = 4 * 1024 * 1024;

    private final KeptFile incidents;
    private final KeptFile watched;
    private final ObjectReader reader;
    private final ObjectWriter writer;

    IncidentFiles(Path directory, ObjectMapper mapper) {
        this.incidents = new KeptFile(directory, "incidents.json");
        this.watched = new KeptFile(directory, "watched.json");
        this.reader = mapper.reader()
                .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .with(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
        this.writer = mapper.writer();
    }

    Book.Kept incidents() {
        return read(incidents, SavedIncidents.class, SavedIncidents::kept).orElseGet(SavedIncidents::nothing);
    }

    List<Span> watched() {
        return read(watched, SavedSpans.class, SavedSpans::kept).orElseGet(List::of);
    }

    void save(Book.Kept kept) throws IOException {
        SavedIncidents saved = SavedIncidents.of(kept);
        byte[] json = writer.writeValueAsBytes(saved);
        while (json.length > LONGEST && !saved.past().isEmpty()) {
            saved = saved.shorter();
            json = writer.writeValueAsBytes(saved);
        }
        incidents.replace(json);
    }

    void save(List<Span> spans) throws IOException {
        watched.replace(writer.writeValueAsBytes(SavedSpans.of(spans)));
    }

    private <S, T> Optional<T> read(KeptFile file, Class<S> type, Function<S, T> meaning) {
        try {
            Optional<byte[]> json = file.read(LONGEST);
            return json.isEmpty() ? Optional.empty() : Optional.of(meaning.apply(parse(json.get(), type)));
        } catch (JsonProcessingException broken) {
            // Its full message has a second line, with the place in the text.
            setAside(file, broken.getOriginalMessage());
        } catch (IOException | IllegalArgumentException | DateTimeException broken) {
            setAside(file, broken.getMessage());
        }
        return Optional.empty();
    }

    private <S> S parse(byte[] json, Class<S> type) throws IOException {
        JsonNode root = reader.readTree(json);
        int version = root.path("version").asInt();
        if (version != SavedIncidents.VERSION) {
            throw new IOException("its version is " + version + ", and this service knows " + SavedIncidents.VERSION);
        }
        return reader.treeToValue(root, type);
    }

    private static void setAside(KeptFile file, @Nullable String cause) {
        String kept;
        try {
            kept = file.setAside().toString();
        } catch (IOException immovable) {
            kept = "nowhere";
        }
        log.error(
                "A file about incidents cannot be read; what it said is not known any more: file={} kept={} cause={}",
                file,
                kept,
                cause);
    }

    /** What {@code watched.json} says. */
    private record SavedSpans(int version, List<SavedSpan> spans) {

        private record SavedSpan(String from, String until) {}

        static SavedSpans of(List<Span> spans) {
            return new SavedSpans(
                    SavedIncidents.VERSION,
                    spans.stream()
                            .map(span -> new SavedSpan(
                                    span.from().toString(), span.until().toString()))
                            .toList());
        }

        List<Span> kept() {
            return spans.stream()
                    .map(span -> new Span(Instant.parse(span.from()), Instant.parse(span.until())))
                    .toList();
        }
    }
}
