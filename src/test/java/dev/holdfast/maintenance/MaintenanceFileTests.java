package dev.holdfast.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

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

class MaintenanceFileTests {

    private static final MaintenanceWindow WINDOW =
            new MaintenanceWindow(Instant.parse("2026-11-24T12:00:00.5Z"), "Redis wird umgezogen");

    @TempDir
    private Path directory;

    @Test
    void remembersNothingAtFirst() throws IOException {
        assertThat(file(directory.resolve("never/made")).load()).isNull();
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void remembersAWindow() throws IOException {
        file(directory).save(WINDOW);

        assertThat(file(directory).load()).isEqualTo(WINDOW);
        assertThat(directory.resolve("maintenance.json")).hasContent("""
                {"enabled":true,"until":"2026-11-24T12:00:00.500Z","message":"Redis wird umgezogen"}""");
    }

    @Test
    void remembersAWindowWithoutAnEnd() throws IOException {
        file(directory).save(new MaintenanceWindow(null, null));

        assertThat(file(directory).load()).isEqualTo(new MaintenanceWindow(null, null));
    }

    @Test
    void remembersThatTheDoorWasOpened() throws IOException {
        file(directory).save(WINDOW);
        file(directory).save(null);

        assertThat(file(directory).load()).isNull();
        assertThat(directory.resolve("maintenance.json")).hasContent("{\"enabled\":false}");
    }

    @Test
    void isForItsOwnerOnly() throws IOException {
        Path made = directory.resolve("a/b");

        file(made).save(WINDOW);

        assertThat(permissions(made)).isEqualTo("rwx------");
        assertThat(permissions(made.resolve("maintenance.json"))).isEqualTo("rw-------");
    }

    @Test
    void leavesNoDraftBehind() throws IOException {
        file(directory).save(WINDOW);

        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).containsExactly(directory.resolve("maintenance.json"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "true",
                "{}",
                "{\"enabled\":null}",
                "{\"enabled\":\"maybe\"}",
                "{\"enabled\":true",
                "{\"enabled\":false} {",
                "{\"enabled\":true,\"untill\":\"2026-11-24T12:00:00Z\"}",
                "{\"enabled\":true,\"until\":\"tomorrow\"}",
                "{\"enabled\":true,\"message\":\"two\\nlines\"}",
                "\u0000\u0000\u0000\u0000"
            })
    void doesNotGuessWhatADamagedFileSaid(String content) throws IOException {
        Files.writeString(directory.resolve("maintenance.json"), content);

        assertThatIOException().isThrownBy(() -> file(directory).load());
    }

    @Test
    void doesNotReadAFileThatCannotBeItsOwnToTheEnd() throws IOException {
        Files.writeString(directory.resolve("maintenance.json"), "{\"enabled\":false" + " ".repeat(100_000) + "}");

        assertThatIOException().isThrownBy(() -> file(directory).load());
    }

    @Test
    void doesNotTakeAnUnreadableFileForNone() throws IOException {
        Files.createDirectory(directory.resolve("maintenance.json"));

        assertThatIOException().isThrownBy(() -> file(directory).load());
    }

    @Test
    void saysThatItCouldNotSave() throws IOException {
        Path notADirectory = Files.createFile(directory.resolve("taken"));

        assertThatIOException().isThrownBy(() -> file(notADirectory).save(WINDOW));
    }

    @Test
    void leavesNoDraftBehindWhenItCouldNotSave() throws IOException {
        Path taken = directory.resolve("maintenance.json");
        Files.createDirectories(taken.resolve("full"));

        assertThatIOException().isThrownBy(() -> file(directory).save(WINDOW));

        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).containsExactly(taken);
        }
    }

    private static MaintenanceFile file(Path directory) {
        return new MaintenanceFile(directory, new ObjectMapper());
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
