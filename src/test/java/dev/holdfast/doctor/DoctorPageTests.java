package dev.holdfast.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Compares the pages with the checks. */
class DoctorPageTests {

    private static final Path RUNBOOK = Path.of("docs/runbook.md");
    private static final Pattern RIGHT = Pattern.compile("\\+([a-z|]+)");

    @Test
    void theRunbookExplainsEveryCheckInOrderAndNoOther() throws IOException {
        List<String> headings = Files.readAllLines(RUNBOOK).stream()
                .filter(line -> line.startsWith("### Doctor: "))
                .map(line -> line.substring("### Doctor: ".length()))
                .toList();

        assertThat(headings)
                .containsExactlyElementsOf(Checks.ALL.stream().map(Check::id).toList());
    }

    @Test
    void anIdIsWordsWithDashesAndIsUsedOnce() {
        assertThat(Checks.ALL)
                .extracting(Check::id)
                .doesNotHaveDuplicates()
                .allSatisfy(id -> assertThat(id).matches("[a-z]+(-[a-z]+)+"));
    }

    @Test
    void triesEveryRightThatTheReadmeAsksFor() throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        String section = readme.substring(readme.indexOf("## Redis rights"), readme.indexOf("## The code"));
        Matcher blocks = Pattern.compile("(?s)```\n(.*?)```").matcher(section);
        String rights = blocks.results().map(block -> block.group(1)).collect(Collectors.joining());

        Stream<String> tried = Stream.of(dev.holdfast.job.Node.values())
                .flatMap(node -> Rights.rehearsals(node, "a:b"))
                .map(Rights::name)
                .distinct();

        // The connection itself begins with HELLO, and INFO is read.
        assertThat(Stream.concat(tried, Stream.of("hello", "info")))
                .containsExactlyInAnyOrderElementsOf(RIGHT.matcher(rights)
                        .results()
                        .map(right -> right.group(1))
                        .toList());
    }
}
