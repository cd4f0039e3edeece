package dev.holdfast.incident;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class RunbookTests {

    @Test
    void hasASectionForEveryCauseAndNoOther() throws IOException {
        assertThat(Files.readAllLines(Path.of("docs/runbook.md")))
                .filteredOn(line -> line.startsWith("### Incident: "))
                .containsExactlyElementsOf(Arrays.stream(Cause.values())
                        .map(cause -> "### Incident: " + cause.word())
                        .toList());
    }
}
