package dev.holdfast.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolStartTests {

    @TempDir
    private Path parent;

    @Test
    void saysInOneLineThatAFileIsWhereTheDirectoryHasToBe() throws IOException {
        assertUnusable(Files.writeString(parent.resolve("spool"), "a file"));
    }

    @Test
    void saysInOneLineThatTheDirectoryCannotBeMade() throws IOException {
        assertUnusable(Files.writeString(parent.resolve("file"), "a file").resolve("spool"));
    }

    @Test
    void saysInOneLineThatADirectoryIsWhereTheDatabaseHasToBe() throws IOException {
        Path spool = parent.resolve("spool");
        Files.createDirectories(spool.resolve("spool.db"));

        assertUnusable(spool);
    }

    @Test
    void leavesADirectoryToTheProcessThatHasIt() throws Exception {
        Path spool = parent.resolve("spool");
        Process writer = SpoolWriter.start(spool, 0);
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(writer.getInputStream(), StandardCharsets.UTF_8))) {
            assertThat(output.lines().anyMatch(line -> line.startsWith("job-"))).isTrue();

            assertThatThrownBy(() -> new TestSpool(spool))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContainingAll(spool.toString(), "is in use by another Holdfast", "HOLDFAST_SPOOL_DIR")
                    .hasMessageNotContaining("\n");
        } finally {
            writer.destroyForcibly().waitFor();
        }
    }

    private static void assertUnusable(Path spool) {
        assertThatThrownBy(() -> new TestSpool(spool))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("the spool " + spool + " cannot be used", "HOLDFAST_SPOOL_DIR")
                .hasMessageNotContaining("\n");
    }
}
