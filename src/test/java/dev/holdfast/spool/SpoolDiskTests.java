package dev.holdfast.spool;

import static dev.holdfast.testing.Jobs.job;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.job.JobId;
import dev.holdfast.job.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The open file may be all that is left of the jobs: it stays open until they are elsewhere. */
class SpoolDiskTests {

    @TempDir
    private Path parent;

    private Path path;
    private SpoolDirectory directory;
    private SpoolDisk disk;
    private long nanos;
    private Runnable atTheNextLookAtTheClock = () -> {};

    @BeforeEach
    void keepAJob() throws SQLException, IOException {
        path = parent.resolve("spool");
        directory = SpoolDirectory.open(path);
        SpoolClock clock = new SpoolClock(InstantSource.system(), () -> nanos);
        disk = new SpoolDisk(directory, TestSpool.LIMITS, new IdFilter(), clock, this::look);
        disk.openFirst();
        OpenSpool spool = open();
        spool.file().begin();
        spool.rows().add(job("a"), Reason.CONNECTION_REFUSED, null, spool.now());
        spool.file().commit();
        assertThat(disk.committed(spool)).isTrue();
    }

    @AfterEach
    void close() {
        disk.close();
        directory.close();
    }

    @Test
    void itsJobsOutliveADirectoryThatGoesJustWhenItsRoomIsMeasured() throws SQLException {
        nanos += Duration.ofSeconds(1).toNanos();
        atTheNextLookAtTheClock = () -> move(path, parent.resolve("elsewhere"));

        disk.committed(open());

        assertThat(Files.exists(path)).isFalse();
        assertThat(disk.state().takesJobs()).isFalse();
        assertThat(ids()).containsExactly("a");

        disk.look();

        assertThat(disk.state().takesJobs()).isTrue();
        assertThat(ids()).containsExactly("a");
    }

    @Test
    void itsJobsOutliveACopyThatCannotBePutInPlace() throws SQLException, IOException {
        Path obstacle = Files.createDirectories(path.resolve("spool.db.saved").resolve("full"));
        move(path.resolve("spool.db"), parent.resolve("elsewhere.db"));

        disk.look();

        assertThat(disk.state().takesJobs()).isFalse();
        assertThat(ids()).containsExactly("a");

        move(obstacle.getParent(), parent.resolve("obstacle"));
        disk.look();

        assertThat(disk.state().takesJobs()).isTrue();
        assertThat(ids()).containsExactly("a");
    }

    private OpenSpool open() {
        return Objects.requireNonNull(disk.open());
    }

    private List<String> ids() throws SQLException {
        List<JobId> ids = new ArrayList<>();
        open().rows().eachId(ids::add);
        return ids.stream().map(JobId::value).distinct().toList();
    }

    private long look() {
        Runnable now = atTheNextLookAtTheClock;
        atTheNextLookAtTheClock = () -> {};
        now.run();
        return nanos;
    }

    private static void move(Path from, Path to) {
        try {
            Files.move(from, to);
        } catch (IOException unmoved) {
            throw new UncheckedIOException(unmoved);
        }
    }
}
