package dev.holdfast.spool;

import static dev.holdfast.testing.Jobs.job;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.job.Placement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code kill -9} leaves, and a disk then spoils: SQLite takes the log up to the first bad place, in silence. */
class DamagedLogTests {

    private static final int JOBS = 50;

    @TempDir
    private Path directory;

    private Path log;

    @BeforeEach
    void leaveWhatAKilledServiceLeaves() throws IOException {
        Path running = directory.resolve("running");
        Path left = Files.createDirectory(directory.resolve("left"));
        try (TestSpool spool = new TestSpool(running)) {
            await().until(() -> Files.size(running.resolve("spool.db-wal")) == 0);
            keep(spool, "first");
            keep(spool, "second");
            for (String name : new String[] {"spool.db", "spool.db-wal", "spool.mark"}) {
                Files.copy(running.resolve(name), left.resolve(name));
            }
        }
        log = left.resolve("spool.db-wal");
    }

    @Test
    void losesNothingOfALogThatIsWhole() {
        assertLeft(JOBS, JOBS);
    }

    @Test
    void saysWhatIsLostOfALogInWhichAByteIsAnother() throws IOException {
        byte[] bytes = Files.readAllBytes(log);
        bytes[bytes.length - 100] ^= 1;
        Files.write(log, bytes);

        assertLeft(JOBS, 0);
    }

    @Test
    void saysWhatIsLostOfALogThatWasCutOff() throws IOException {
        byte[] bytes = Files.readAllBytes(log);
        Files.write(log, Arrays.copyOf(bytes, bytes.length - 100));

        assertLeft(JOBS, 0);
    }

    @Test
    void losesNothingWithTheMark() throws IOException {
        Files.delete(log.resolveSibling("spool.mark"));

        assertLeft(JOBS, JOBS);
    }

    @Test
    void saysWhatIsLostOfALogThatIsGone() throws IOException {
        Files.delete(log);

        assertLeft(0, 0);
    }

    private void assertLeft(int first, int second) {
        try (TestSpool spool = new TestSpool(log.getParent())) {
            assertThat(spool.spool().state().waiting()).isEqualTo(first + second);
            assertThat(spool.spool().state().missing()).isEqualTo(2 * JOBS - first - second);
            assertThat(spool.find("first-0").isPresent()).isEqualTo(first > 0);
            assertThat(spool.find("second-0").isPresent()).isEqualTo(second > 0);
            assertThat(spool.keep(job("another"))).isInstanceOf(Placement.Spooled.class);
            Outcome<Long> last = spool.spool().ask(open -> open.rows().lastSeq(), TestSpool.soon());
            assertThat(last).isEqualTo(new Outcome.Done<>(2L * JOBS + 1));
        }
    }

    private static void keep(TestSpool spool, String name) {
        spool.keepAll(
                IntStream.range(0, JOBS).mapToObj(i -> job(name + "-" + i)).toList());
    }
}
