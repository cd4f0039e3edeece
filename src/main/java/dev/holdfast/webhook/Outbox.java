package dev.holdfast.webhook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.datadir.KeptFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The letters that a receiver has not heard, in order, on disk: a file for each, {@code 000000000001.json}, as
 * {@code {"id": "…", "at": "2026-11-24T12:00:00Z", "body": "…"}}. A letter that the disk does not take stays in memory:
 * a full disk is what people have to be told of. For one thread; {@link #size} for all.
 */
final class Outbox {

    private static final Logger log = LoggerFactory.getLogger(Outbox.class);

    private static final Pattern NAME = Pattern.compile("\\d{12}\\.json");

    // Far above a letter with the longest history, and far below what would fill the memory.
    private static final int LONGEST = 4 * 1024 * 1024;

    private final Path directory;
    private final ObjectMapper mapper;
    private final Deque<Entry> waiting = new ArrayDeque<>();
    private long last;
    private volatile int size;

    /** Takes up what the last run of the service left there. */
    Outbox(Path directory, ObjectMapper mapper) {
        this.directory = directory;
        this.mapper = mapper;
        for (String name : names(directory)) {
            last = Long.parseLong(name.substring(0, 12));
            waiting.add(new Entry(last, null));
        }
        size = waiting.size();
    }

    private static List<String> names(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> NAME.matcher(name).matches())
                    .sorted()
                    .toList();
        } catch (NoSuchFileException nothingKept) {
            return List.of();
        } catch (IOException | UncheckedIOException unreadable) {
            log.error("What webhooks have not delivered cannot be read: directory={}", directory, unreadable);
            return List.of();
        }
    }

    /** How many letters wait. */
    int size() {
        return size;
    }

    void add(Letter letter) {
        last++;
        Letter unsaved = null;
        try {
            file(last).replace(mapper.writeValueAsBytes(Saved.of(letter)));
        } catch (IOException full) {
            log.warn(
                    "A message for a webhook could not be saved and is kept in memory: directory={} cause={}",
                    directory,
                    full.getMessage());
            unsaved = letter;
        }
        waiting.add(new Entry(last, unsaved));
        size = waiting.size();
    }

    /** The one that has waited longest; empty if none waits. One that cannot be read any more is lost. */
    Optional<Letter> first() {
        while (!waiting.isEmpty()) {
            Entry entry = waiting.getFirst();
            if (entry.unsaved() != null) {
                return Optional.of(entry.unsaved());
            }
            try {
                return Optional.of(read(entry.number()));
            } catch (IOException damage) {
                log.warn(
                        "A message for a webhook is damaged and lost: file={} cause={}",
                        file(entry.number()),
                        damage.getMessage());
                removeFirst();
            }
        }
        return Optional.empty();
    }

    private Letter read(long number) throws IOException {
        byte[] json = file(number).read(LONGEST).orElseThrow(() -> new NoSuchFileException("it is gone"));
        try {
            Saved saved = mapper.readValue(json, Saved.class);
            if (saved == null) {
                throw new IOException("it is null");
            }
            return saved.letter();
        } catch (JsonProcessingException broken) {
            throw new IOException(broken.getOriginalMessage(), broken);
        } catch (DateTimeException | IllegalArgumentException broken) {
            throw new IOException(broken.getMessage(), broken);
        }
    }

    /** Forgets the one that has waited longest. If its file cannot be deleted, it is sent again after a restart. */
    void removeFirst() {
        Entry entry = waiting.removeFirst();
        size = waiting.size();
        try {
            file(entry.number()).delete();
        } catch (IOException stays) {
            log.warn(
                    "A delivered message of a webhook could not be deleted: file={} cause={}",
                    file(entry.number()),
                    stays.getMessage());
        }
    }

    private KeptFile file(long number) {
        return new KeptFile(directory, String.format(Locale.ROOT, "%012d.json", number));
    }

    /** A letter that waits; {@code unsaved} is null if it is on the disk. */
    private record Entry(long number, @Nullable Letter unsaved) {}

    /** What a file says. */
    private record Saved(
            @Nullable String id,
            @Nullable String at,
            @Nullable String body) {

        static Saved of(Letter letter) {
            return new Saved(letter.id(), letter.at().toString(), letter.body());
        }

        Letter letter() {
            if (id == null || at == null || body == null) {
                throw new IllegalArgumentException("it lacks id, at or body");
            }
            return new Letter(id, Instant.parse(at), body);
        }
    }
}
