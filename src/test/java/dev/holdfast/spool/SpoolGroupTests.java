package dev.holdfast.spool;

import static dev.holdfast.testing.Jobs.job;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.job.Reason;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Work that is done together; what is handed over before the thread starts is one group. */
@ExtendWith(OutputCaptureExtension.class)
class SpoolGroupTests {

    @TempDir
    private Path path;

    private SpoolDirectory directory;
    private SpoolDisk disk;
    private SpoolThread thread;

    @BeforeEach
    void open() throws SQLException, IOException {
        directory = SpoolDirectory.open(path);
        SpoolClock clock = new SpoolClock(InstantSource.system(), System::nanoTime);
        disk = new SpoolDisk(directory, TestSpool.LIMITS, new IdFilter(), clock, System::nanoTime);
        disk.openFirst();
        thread = new SpoolThread(disk, Duration.ofMillis(10), System::nanoTime);
    }

    @AfterEach
    void close() {
        thread.close();
        directory.close();
    }

    @Test
    void doesAGroupInOneCommit() {
        Piece<Added> a = add("a");
        Piece<Added> b = add("b");

        thread.start();

        assertDone(a);
        assertDone(b);
        assertThat(thread.commits()).isOne();
    }

    @Test
    void doesThePiecesBesideOneThatFails(CapturedOutput output) {
        Piece<Added> a = add("a");
        Piece<Integer> failing = thread.hand(spool -> {
            spool.rows().add(job("half"), Reason.CONNECTION_REFUSED, null, spool.now());
            throw new UnsupportedOperationException("nobody foresaw this");
        });
        Piece<Added> b = add("b");

        thread.start();

        assertDone(a);
        assertThat(failing.await(TestSpool.soon())).isEqualTo(new Outcome.NotDone<>(Reason.DISK_FAILED));
        assertDone(b);
        assertRows(2);
        assertThat(output).containsOnlyOnce("failed for a reason that nobody foresaw");
    }

    @Test
    void keepsWhatStoodBeforeAPieceThatTheFileRefuses() {
        Piece<Added> a = add("a");
        Piece<Integer> failing =
                thread.hand(spool -> spool.file().of("DELETE FROM nowhere").executeUpdate());

        thread.start();

        assertDone(a);
        assertThat(failing.await(TestSpool.soon())).isEqualTo(new Outcome.NotDone<>(Reason.DISK_FAILED));
        Awaitility.await().until(() -> disk.state().takesJobs());
        assertRows(1);
    }

    @Test
    void saysThatAPieceWasNotDoneWhenTheFileWasClosedBeforeIt() {
        Piece<Integer> failing =
                thread.hand(spool -> spool.file().of("DELETE FROM nowhere").executeUpdate());
        Piece<Added> b = add("b");

        thread.start();

        assertThat(failing.await(TestSpool.soon())).isEqualTo(new Outcome.NotDone<>(Reason.DISK_FAILED));
        assertThat(b.await(TestSpool.soon())).isEqualTo(new Outcome.NotDone<>(Reason.DISK_FAILED));
        Awaitility.await().until(() -> disk.state().takesJobs());
        assertRows(0);
    }

    private Piece<Added> add(String id) {
        return thread.hand(spool -> spool.rows().add(job(id), Reason.CONNECTION_REFUSED, null, spool.now()));
    }

    private void assertRows(long rows) {
        assertThat(thread.hand(spool -> spool.rows().eachId(id -> {})).await(TestSpool.soon()))
                .isEqualTo(new Outcome.Done<>(rows));
    }

    private static void assertDone(Piece<Added> piece) {
        assertThat(piece.await(TestSpool.soon())).isEqualTo(new Outcome.Done<>(Added.NEW));
    }
}
