package dev.holdfast.spool;

import static dev.holdfast.testing.Jobs.job;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.job.Node;
import dev.holdfast.job.Placement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.util.FileSystemUtils;

@ExtendWith(OutputCaptureExtension.class)
class SpoolPlaceTests {

    @TempDir
    private Path parent;

    private Path directory;
    private TestSpool spool;

    @BeforeEach
    void keepAJob() {
        directory = parent.resolve("spool");
        spool = new TestSpool(directory);
        spool.keep(job("a"));
    }

    @AfterEach
    void close() {
        spool.close();
    }

    @Test
    void bringsItsJobsBackWhenTheDirectoryIsDeleted() throws IOException {
        // Out of its place in one step: it comes back while its files are deleted.
        Path deleted = Files.move(directory, parent.resolve("deleted"));
        FileSystemUtils.deleteRecursively(deleted);

        awaitInPlace();

        assertThat(spool.keep(job("b"))).isEqualTo(new Placement.Spooled(2));
        spool.reopen();
        assertThat(spool.rows(Node.PRIMARY).claim(10, Duration.ofSeconds(30))).hasSize(2);
    }

    @Test
    void bringsItsJobsBackWhenTheLogIsDeleted() throws IOException {
        Files.delete(directory.resolve("spool.db-wal"));

        awaitInPlace();
        spool.reopen();

        assertThat(spool.find("a")).isPresent();
        assertThat(spool.spool().state().missing()).isZero();
    }

    @Test
    void promisesNothingWhileItCannotComeBackButGivesOutWhatItHas() throws IOException {
        // In this order: the spool makes its directory anew as soon as it is gone.
        Path deleted = Files.move(directory, parent.resolve("deleted"));
        Files.writeString(directory, "a file where the directory has to be");
        FileSystemUtils.deleteRecursively(deleted);
        Awaitility.await().until(() -> !spool.spool().state().takesJobs());

        assertThat(spool.keep(job("b"))).isInstanceOf(Placement.Full.class);
        assertThat(spool.rows(Node.PRIMARY).claim(10, Duration.ofSeconds(30))).hasSize(1);
    }

    @Test
    void writesADamagedMarkAnew(CapturedOutput output) throws IOException {
        spool.close();
        Path mark = directory.resolve("spool.mark");
        String well = Files.readString(mark);
        Files.writeString(mark, well.replace('1', '7'));

        spool.reopen();

        assertThat(mark).hasContent(well.strip());
        assertThat(spool.spool().state().missing()).isZero();
        assertThat(output).contains("mark is missing or damaged, and written anew: row=1");
    }

    @Test
    void takesBackWiderPermissions() throws IOException {
        spool.close();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
            }
        }
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));

        spool.reopen();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
                .isEqualTo("rwx------");
        for (String name : new String[] {"spool.db", "spool.db-wal", "spool.mark", "spool.lock"}) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve(name))))
                    .as(name)
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void isNobodyElsesWhileItIsOpen() {
        assertThatThrownBy(() -> new TestSpool(directory))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("is in use by another Holdfast")
                .hasMessageNotContaining("\n");
    }

    private void awaitInPlace() {
        Awaitility.await()
                .until(() -> Files.exists(directory.resolve("spool.db-wal"))
                        && spool.spool().state().takesJobs());
    }
}
