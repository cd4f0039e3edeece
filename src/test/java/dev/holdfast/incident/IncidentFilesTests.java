package dev.holdfast.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.testing.ManualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What outlives a restart, and files that are not what was written. */
@ExtendWith(OutputCaptureExtension.class)
class IncidentFilesTests {

    @TempDir
    private Path directory;

    @Test
    void knowNothingAtFirst() {
        assertThat(files().incidents()).isEqualTo(SavedIncidents.nothing());
        assertThat(files().watched()).isEmpty();
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void keepAllOfWhatTheBookKnows() throws IOException {
        Diary diary = eventful();

        files().save(diary.book.kept());

        assertThat(files().incidents()).isEqualTo(diary.book.kept());
    }

    @Test
    void keepWhenTheServiceRan() throws IOException {
        List<Span> spans =
                List.of(new Span(Instant.parse("2026-11-24T10:00:00Z"), Instant.parse("2026-11-24T11:00:00.500Z")));

        files().save(spans);

        assertThat(files().watched()).isEqualTo(spans);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "{\"version\":1}",
                "{\"version\":1,\"past\":[],\"closed_by_operator\":[\"WEATHER\"]}",
                "{\"version\":1,\"past\":[{}],\"closed_by_operator\":[]}",
                "{\"version\":1,\"past\":[null],\"closed_by_operator\":[]}",
                "{\"version\":1,\"past\":[],\"closed_by_operator\":[]} {",
                "{\"version\":1,\"past\":[],\"closed_by_operator\":[],\"more\":true}",
                "{\"version\":2,\"past\":[],\"closed_by_operator\":[]}",
                "\u0000\u0000\u0000\u0000"
            })
    void beginAnewWithAFileThatMakesNoSense(String content, CapturedOutput log) throws IOException {
        Path file = Files.writeString(directory.resolve("incidents.json"), content);

        assertThat(files().incidents()).isEqualTo(SavedIncidents.nothing());

        assertThat(log.getOut().lines().filter(line -> line.contains("ERROR"))).hasSize(1);
        assertThat(file).doesNotExist();
        assertThat(directory.resolve("incidents.json.damaged")).hasContent(content);
    }

    @Test
    void beginAnewWhereverTheFileWasCutOff() throws IOException {
        files().save(eventful().book.kept());
        String whole = Files.readString(directory.resolve("incidents.json"));
        for (int length = 0; length < whole.length(); length += 37) {
            Files.writeString(directory.resolve("incidents.json"), whole.substring(0, length));

            assertThat(files().incidents()).isEqualTo(SavedIncidents.nothing());
        }
    }

    @Test
    void doNotTakeAnIncidentThatIsOverForAnOpenOne() throws IOException {
        files().save(eventful().book.kept());
        Path file = directory.resolve("incidents.json");
        String text = Files.readString(file);
        String since = "\"since\":\"2026-11-24T10:";
        int second = text.lastIndexOf(since);
        assertThat(second).isPositive();
        // The past one loses its end.
        Files.writeString(file, text.replaceAll("\"closed\":\"[^\"]+\",", ""));

        assertThat(files().incidents()).isEqualTo(SavedIncidents.nothing());
    }

    @Test
    void doNotTakeAWordForATime(CapturedOutput log) throws IOException {
        Files.writeString(
                directory.resolve("watched.json"),
                "{\"version\":1,\"spans\":[{\"from\":\"yesterday\",\"until\":\"today\"}]}");

        assertThat(files().watched()).isEmpty();
        assertThat(log).contains("ERROR", "watched.json");
    }

    @Test
    void doNotReadAForeignFileToTheEnd() throws IOException {
        Files.write(directory.resolve("incidents.json"), new byte[5 * 1024 * 1024]);

        assertThat(files().incidents()).isEqualTo(SavedIncidents.nothing());
    }

    @Test
    void dropTheOldestBeforeTheFileCouldNotBeReadAnyMore() throws IOException {
        Diary diary = Diary.running();
        for (int i = 0; i < 200; i++) {
            diary.weather.standby(false);
            diary.look();
            for (int j = 0; j < 98; j++) {
                diary.tell(diary.book.update("x".repeat(490) + j, null, null, diary.wall()));
            }
            diary.weather.standby(true);
            diary.pass(Diary.HEALING.plusSeconds(1));
        }

        files().save(diary.book.kept());

        assertThat(files().incidents().past()).hasSizeBetween(10, 100).startsWith(diary.last());
    }

    @Test
    void sayThatTheyCouldNotBeWritten() throws IOException {
        Path notADirectory = Files.createFile(directory.resolve("taken"));
        IncidentFiles files = new IncidentFiles(notADirectory, new ObjectMapper());

        assertThatIOException().isThrownBy(() -> files.save(SavedIncidents.nothing()));
        assertThatIOException().isThrownBy(() -> files.save(List.of()));
    }

    @Test
    void aDiskThatFailsIsToldOnceAndKeepsNobodyFromAnything(CapturedOutput log) throws IOException {
        Path taken = Files.createFile(directory.resolve("taken"));
        ManualClock clock = new ManualClock();
        Incidents incidents = new Incidents(new Book(Diary.HEALING, since -> "inc-1"), List::of);
        IncidentKeeper keeper =
                new IncidentKeeper(incidents, List::of, new IncidentFiles(taken, new ObjectMapper()), clock::nanoTime);
        for (int i = 0; i < 10; i++) {
            incidents.open("Something is wrong.", Impact.NONE, null, null, clock.instant());
            incidents.close(null, clock.instant());
            clock.advance(Duration.ofSeconds(31));
            keeper.run();
        }

        assertThat(incidents.past()).hasSize(10);
        assertThat(log.getOut().lines().filter(line -> line.contains("WARN"))).hasSize(1);

        Files.delete(taken);
        clock.advance(Duration.ofSeconds(31));
        keeper.run();

        assertThat(log).contains("Incidents are kept on disk again");
        assertThat(new IncidentFiles(taken, new ObjectMapper()).incidents().past())
                .hasSize(10);
    }

    @Test
    void keepAChangeSoonAndNothingWhileNothingHappens() {
        ManualClock clock = new ManualClock();
        Incidents incidents = new Incidents(new Book(Diary.HEALING, since -> "inc-1"), List::of);
        IncidentKeeper keeper = new IncidentKeeper(incidents, List::of, files(), clock::nanoTime);
        keeper.run();
        assertThat(directory.resolve("incidents.json")).doesNotExist();
        assertThat(directory.resolve("watched.json")).exists();

        incidents.open("Something is wrong.", Impact.NONE, null, null, clock.instant());
        keeper.run();

        assertThat(files().incidents().open()).isPresent();
    }

    /** One is over, one is open with all that operators can say, and a cause is known to last. */
    private static Diary eventful() {
        Diary diary = Diary.running();
        diary.weather.standby(false);
        diary.look();
        diary.tell(diary.book.close("It is away for a week.", diary.wall()));
        diary.tell(diary.book.open("Reports are wrong.", Impact.LATER, null, null, diary.wall()));
        diary.weather.disk(false).primary(false).spooled(3);
        diary.refused = 5;
        diary.look();
        Instant soon = diary.wall().plusSeconds(100);
        diary.tell(diary.book.update("Somebody is on the way.", soon, soon, diary.wall()));
        return diary;
    }

    private IncidentFiles files() {
        return new IncidentFiles(directory, new ObjectMapper());
    }
}
