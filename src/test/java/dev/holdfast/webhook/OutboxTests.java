package dev.holdfast.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutboxTests {

    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00.5Z");

    @TempDir
    private Path directory;

    @Test
    void isEmptyAtFirstAndMakesNothing() throws IOException {
        Outbox outbox = outbox(directory.resolve("webhooks/one"));

        assertThat(outbox.size()).isZero();
        assertThat(outbox.first()).isEmpty();
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void givesLettersBackInOrderAlsoAfterARestart() {
        Outbox before = outbox(directory);
        before.add(letter("a"));
        before.add(letter("b"));
        before.add(letter("c"));
        before.removeFirst();

        Outbox after = outbox(directory);
        assertThat(after.size()).isEqualTo(2);
        assertThat(after.first()).contains(letter("b"));
        assertThat(after.first()).contains(letter("b"));
        after.add(letter("d"));
        after.removeFirst();
        assertThat(after.first()).contains(letter("c"));
        after.removeFirst();
        assertThat(after.first()).contains(letter("d"));
        after.removeFirst();
        assertThat(after.first()).isEmpty();
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void isForItsOwnerOnly() throws IOException {
        Path made = directory.resolve("webhooks/one");

        outbox(made).add(letter("a"));

        assertThat(permissions(made)).isEqualTo("rwx------");
        assertThat(permissions(made.resolve("000000000001.json"))).isEqualTo("rw-------");
        assertThat(made.resolve("000000000001.json"))
                .hasContent("{\"id\":\"a\",\"at\":\"2026-11-24T12:00:00.500Z\",\"body\":\"{\\\"text\\\":\\\"a\\\"}\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "null", "{", "[]", "{}", "{\"id\":\"a\",\"at\":\"noon\",\"body\":\"\"}", "\u0000\u0000"})
    void losesOnlyTheLetterThatIsDamaged(String content) throws IOException {
        Outbox before = outbox(directory);
        before.add(letter("a"));
        before.add(letter("b"));
        Files.writeString(directory.resolve("000000000001.json"), content);

        Outbox after = outbox(directory);

        assertThat(after.first()).contains(letter("b"));
        assertThat(after.size()).isOne();
    }

    @Test
    void losesOnlyTheLetterThatSomebodyDeleted() throws IOException {
        Outbox outbox = outbox(directory);
        outbox.add(letter("a"));
        outbox.add(letter("b"));
        Files.delete(directory.resolve("000000000001.json"));

        assertThat(outbox.first()).contains(letter("b"));
    }

    @Test
    void keepsInMemoryWhatTheDiskDoesNotTake() throws IOException {
        Path taken = Files.createFile(directory.resolve("taken"));
        Outbox outbox = outbox(taken);

        outbox.add(letter("a"));
        outbox.add(letter("b"));

        assertThat(outbox.first()).contains(letter("a"));
        outbox.removeFirst();
        assertThat(outbox.first()).contains(letter("b"));
        outbox.removeFirst();
        assertThat(outbox.size()).isZero();
    }

    @Test
    void leavesForeignFilesAlone() throws IOException {
        Files.writeString(directory.resolve("notes.txt"), "mine");
        Files.writeString(directory.resolve("1.json"), "{}");

        Outbox outbox = outbox(directory);
        outbox.add(letter("a"));
        outbox.removeFirst();

        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).hasSize(2);
        }
    }

    private static Outbox outbox(Path directory) {
        return new Outbox(directory, new ObjectMapper());
    }

    private static Letter letter(String id) {
        return new Letter(id, NOON, "{\"text\":\"" + id + "\"}");
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
