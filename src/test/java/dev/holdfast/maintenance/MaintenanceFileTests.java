package dev.holdfast.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MaintenanceFileTests {

    private static final MaintenanceWindow WINDOW =
            new MaintenanceWindow(Instant.parse("2026-11-24T12:00:00.5Z"), "Redis wird umgezogen");

    private static final MaintenanceSchedule CLOSED = new MaintenanceSchedule(WINDOW, List.of());

    @TempDir
    private Path directory;

    @Test
    void remembersNothingAtFirst() throws IOException {
        assertThat(file(directory.resolve("never/made")).load()).isEqualTo(MaintenanceSchedule.NOTHING);
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void remembersAWindow() throws IOException {
        file(directory).save(CLOSED);

        assertThat(file(directory).load()).isEqualTo(CLOSED);
        assertThat(directory.resolve("maintenance.json")).hasContent("""
                {"enabled":true,"until":"2026-11-24T12:00:00.500Z","message":"Redis wird umgezogen"}""");
    }

    @Test
    void remembersAWindowWithoutAnEnd() throws IOException {
        MaintenanceSchedule endless = new MaintenanceSchedule(new MaintenanceWindow(null, null), List.of());

        file(directory).save(endless);

        assertThat(file(directory).load()).isEqualTo(endless);
    }

    @Test
    void remembersThatTheDoorWasOpened() throws IOException {
        file(directory).save(CLOSED);
        file(directory).save(MaintenanceSchedule.NOTHING);

        assertThat(file(directory).load()).isEqualTo(MaintenanceSchedule.NOTHING);
        assertThat(directory.resolve("maintenance.json")).hasContent("{\"enabled\":false}");
    }

    @Test
    void remembersWhatIsPlanned() throws IOException {
        MaintenanceSchedule planned = MaintenanceSchedule.NOTHING
                .with(window("b", "2026-11-25T08:00:00Z", "2026-11-25T09:00:00Z", "New disk"))
                .with(window("a", "2026-11-24T08:00:00Z", "2026-11-24T09:00:00Z", null));

        file(directory).save(planned);

        assertThat(file(directory).load()).isEqualTo(planned);
        assertThat(directory.resolve("maintenance.json")).hasContent("""
                {"enabled":false,"planned":[\
                {"id":"a","from":"2026-11-24T08:00:00Z","until":"2026-11-24T09:00:00Z"},\
                {"id":"b","from":"2026-11-25T08:00:00Z","until":"2026-11-25T09:00:00Z","message":"New disk"}]}""");
    }

    @Test
    void readsTheFileOfAVersionThatKnewNoPlans() throws IOException {
        Files.writeString(
                directory.resolve("maintenance.json"), "{\"enabled\":true,\"until\":\"2026-11-24T12:00:00.500Z\"}");

        assertThat(file(directory).load())
                .isEqualTo(new MaintenanceSchedule(new MaintenanceWindow(WINDOW.until(), null), List.of()));
    }

    @Test
    void hasRoomForAsManyPlansAsThereMayBe() throws IOException {
        String longest = "\uD83D\uDD27".repeat(500);
        Instant first = Instant.parse("2026-11-25T00:00:00Z");
        MaintenanceSchedule full = new MaintenanceSchedule(
                new MaintenanceWindow(null, longest),
                IntStream.range(0, MaintenanceSchedule.MOST_PLANNED)
                        .mapToObj(hour -> new PlannedWindow(
                                "p" + hour,
                                first.plusSeconds(hour * 3600L),
                                first.plusSeconds(hour * 3600L + 60),
                                longest))
                        .toList());

        file(directory).save(full);

        assertThat(file(directory).load()).isEqualTo(full);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[null]",
                "[{}]",
                "[{\"id\":\"a\",\"from\":\"2026-11-24T08:00:00Z\"}]",
                "[{\"id\":\"a\",\"from\":\"8 o'clock\",\"until\":\"2026-11-24T09:00:00Z\"}]",
                "[{\"id\":\"a\",\"from\":\"2026-11-24T09:00:00Z\",\"until\":\"2026-11-24T09:00:00Z\"}]",
                "[{\"id\":\"a\",\"from\":\"2026-11-24T08:00:00Z\",\"until\":\"2026-11-24T09:00:00Z\",\"message\":\"\"}]",
                "[{\"id\":\"a\",\"from\":\"2026-11-24T08:00:00Z\",\"until\":\"2026-11-24T09:00:00Z\",\"who\":\"me\"}]",
                "[{\"id\":\"a\",\"from\":\"2026-11-24T08:00:00Z\",\"until\":\"2026-11-24T09:00:00Z\"},"
                        + "{\"id\":\"b\",\"from\":\"2026-11-24T08:59:59Z\",\"until\":\"2026-11-24T10:00:00Z\"}]"
            })
    void doesNotGuessWhatADamagedPlanWas(String planned) throws IOException {
        Files.writeString(directory.resolve("maintenance.json"), "{\"enabled\":false,\"planned\":" + planned + "}");

        assertThatIOException().isThrownBy(() -> file(directory).load());
    }

    @Test
    void isForItsOwnerOnly() throws IOException {
        Path made = directory.resolve("a/b");

        file(made).save(CLOSED);

        assertThat(permissions(made)).isEqualTo("rwx------");
        assertThat(permissions(made.resolve("maintenance.json"))).isEqualTo("rw-------");
    }

    @Test
    void leavesNoDraftBehind() throws IOException {
        file(directory).save(CLOSED);

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
        Files.writeString(directory.resolve("maintenance.json"), "{\"enabled\":false" + " ".repeat(1_000_000) + "}");

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

        assertThatIOException().isThrownBy(() -> file(notADirectory).save(CLOSED));
    }

    @Test
    void leavesNoDraftBehindWhenItCouldNotSave() throws IOException {
        Path taken = directory.resolve("maintenance.json");
        Files.createDirectories(taken.resolve("full"));

        assertThatIOException().isThrownBy(() -> file(directory).save(CLOSED));

        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).containsExactly(taken);
        }
    }

    private static PlannedWindow window(String id, String from, String until, @Nullable String message) {
        return new PlannedWindow(id, Instant.parse(from), Instant.parse(until), message);
    }

    private static MaintenanceFile file(Path directory) {
        return new MaintenanceFile(directory, new ObjectMapper());
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
