package dev.holdfast.submission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.job.Warning;
import dev.holdfast.problem.ProblemType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProblemsPageTests {

    @Test
    void listsEveryProblemAndNoOther() throws IOException {
        assertThat(rows(0))
                .extracting(cells -> String.join(" | ", cells.subList(0, 3)))
                .containsExactlyElementsOf(Arrays.stream(ProblemType.values())
                        .map(type -> "`" + type.code() + "` | " + type.status().value() + " | " + type.title())
                        .toList());
    }

    @Test
    void saysWhatToDoAboutEveryProblem() throws IOException {
        assertThat(rows(0)).allSatisfy(cells -> assertThat(cells).hasSize(4).doesNotContain(""));
    }

    @Test
    void listsEveryViolationAndNoOther() throws IOException {
        assertThat(rows(1))
                .extracting(cells -> cells.get(0))
                .containsExactlyElementsOf(Arrays.stream(ViolationCode.values())
                        .map(violation -> "`" + violation.code() + "`")
                        .toList());
    }

    @Test
    void explainsEveryViolation() throws IOException {
        assertThat(rows(1)).allSatisfy(cells -> assertThat(cells).hasSize(2).doesNotContain(""));
    }

    @Test
    void explainsEveryWarningAndNoOther() throws IOException {
        assertThat(rows(2))
                .extracting(cells -> cells.get(0))
                .containsExactlyElementsOf(Arrays.stream(Warning.values())
                        .map(warning -> "`" + warning.word() + "`")
                        .toList());
        assertThat(rows(2)).allSatisfy(cells -> assertThat(cells).hasSize(2).doesNotContain(""));
    }

    /** The cells of the page's first, second or third table, without its head. */
    private static List<List<String>> rows(int table) throws IOException {
        String section = Files.readString(Path.of("docs/problems.md")).split("\n## ", -1)[table];
        return section.lines()
                .filter(line -> line.startsWith("| `"))
                .map(line -> Arrays.stream(line.substring(1, line.length() - 1).split("\\|", -1))
                        .map(String::strip)
                        .toList())
                .toList();
    }
}
