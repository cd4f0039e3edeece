package dev.holdfast;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is decided by the text of the sources: bounds of size, the rooms' sentences, and broad catches. */
class SourceRulesTests {

    private static final Path MAIN = Path.of("src/main/java");
    private static final Path TESTS = Path.of("src/test/java");

    private static final Pattern BROAD_CATCH =
            Pattern.compile("catch\\s*\\([^)]*\\b(Exception|RuntimeException|Throwable|Error)\\b");
    private static final Pattern ROOM =
            Pattern.compile("/\\*\\* (?<sentence>.+?)\\s\\*/\\s+(?<annotations>.*?)package ", Pattern.DOTALL);

    /** Where everything is caught, and why no narrower catch would do. */
    private static final Map<String, String> BROAD_CATCHES = Map.ofEntries(
            Map.entry("BackupSchedule.java", "whatever went wrong with one copy, the next is due all the same"),
            Map.entry("CourierLoop.java", "without its thread no webhook is ever told again"),
            Map.entry("Dispatcher.java", "without its thread nothing is ever sent again"),
            Map.entry("FailoverWatch.java", "a scheduler never calls again what has failed once"),
            Map.entry("Rounds.java", "a scheduler never calls again what has failed once"),
            Map.entry("ReconcileLoop.java", "without its thread no job ever comes home"),
            Map.entry(
                    "SpoolThread.java",
                    "without its thread no job is kept on the disk, nor any that lies there placed"),
            Map.entry("Watch.java", "without its thread the meters show old figures for ever"),
            Map.entry("Supervisor.java", "its loop is all that ever brings a node back"),
            Map.entry("ReturnValue.java", "the unpickler answers nonsense with whatever the nonsense leads it to"),
            Map.entry("WaitingRoom.java", "without its thread nobody who waits is answered before their time is over"));

    @Test
    void noClassIsLongerThan250Lines() {
        assertThat(longerThan(250, MAIN)).isEmpty();
    }

    @Test
    void noTestIsLongerThan300Lines() {
        assertThat(longerThan(300, TESTS)).isEmpty();
    }

    @Test
    void theDeviationsFromSpringBootFitOnOnePage() {
        assertThat(read(Path.of("src/main/resources/application.yml")).lines()).hasSizeLessThanOrEqualTo(90);
    }

    @Test
    void everyPackageSaysInOneSentenceWhatItIs() {
        assertThat(packages()).allSatisfy(directory -> {
            Matcher room = room(directory);
            String sentence = room.group("sentence");
            assertThat(sentence).endsWith(".").doesNotContain(". ").doesNotContain("\n");
            assertThat(room.group("annotations")).contains("@NullMarked\n");
        });
    }

    @Test
    void everyRoomSaysWhichOthersItMayUse() {
        assertThat(packages())
                .filteredOn(directory -> !directory.equals(MAIN.resolve("dev/holdfast")))
                .allSatisfy(directory -> assertThat(room(directory).group("annotations"))
                        .contains("@ApplicationModule(allowedDependencies = "));
    }

    @Test
    void everythingIsCaughtOnlyWhereThatIsExplained() {
        List<String> found = new ArrayList<>();
        for (Path source : sources(MAIN)) {
            Matcher broad = BROAD_CATCH.matcher(read(source));
            while (broad.find()) {
                found.add(source.getFileName().toString());
            }
        }

        assertThat(found).containsExactlyInAnyOrderElementsOf(BROAD_CATCHES.keySet());
    }

    private static Stream<String> longerThan(int limit, Path root) {
        return sources(root).stream()
                .filter(source -> read(source).lines().count() > limit)
                .map(Path::toString);
    }

    private static List<Path> packages() {
        return sources(MAIN).stream().map(Path::getParent).distinct().toList();
    }

    private static Matcher room(Path directory) {
        Matcher room = ROOM.matcher(read(directory.resolve("package-info.java")));
        assertThat(room.find()).as("%s has a sentence", directory).isTrue();
        return room;
    }

    private static List<Path> sources(Path root) {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
