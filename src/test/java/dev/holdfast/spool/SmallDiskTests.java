package dev.holdfast.spool;

import static dev.holdfast.testing.Jobs.job;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.holdfast.job.Claim;
import dev.holdfast.job.Job;
import dev.holdfast.job.JobSource;
import dev.holdfast.job.Node;
import dev.holdfast.job.Placement;
import dev.holdfast.job.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

/** A file system of its own, as small as that; only root may mount one. */
@EnabledOnOs(OS.LINUX)
class SmallDiskTests {

    private static final DataSize NOTHING = DataSize.ofBytes(0);
    private static final int AT_ONCE = 50;
    /** More than fit anywhere here. */
    private static final int MOST = 50_000;

    @TempDir
    private Path parent;

    @Test
    void promisesNothingThatASmallDiskDidNotTake() throws Exception {
        Path disk = Files.createDirectory(parent.resolve("disk"));
        assumeTrue(runs("mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", disk.toString()), "only root may mount");
        try (TestSpool spool = open(disk.resolve("spool"), NOTHING)) {
            List<String> kept = keepUntilFull(spool);
            assertThat(runs("mount", "-o", "remount,size=4m", disk.toString())).isTrue();
            spool.reopen();

            assertThat(drained(spool)).containsExactlyElementsOf(kept);
            assertTakesJobsAgain(spool);
        } finally {
            assertThat(runs("umount", "-l", disk.toString())).isTrue();
        }
    }

    @Test
    void drainsAFullDiskFromTheRoomThatWasToStayFree() throws Exception {
        Path disk = Files.createDirectory(parent.resolve("disk"));
        assumeTrue(runs("mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", disk.toString()), "only root may mount");
        try (TestSpool spool = open(disk.resolve("spool"), DataSize.ofMegabytes(4))) {
            List<String> kept = keepUntilFull(spool);

            assertThat(drained(spool)).containsExactlyElementsOf(kept);
            assertTakesJobsAgain(spool);
        } finally {
            assertThat(runs("umount", "-l", disk.toString())).isTrue();
        }
    }

    private static TestSpool open(Path directory, DataSize minFree) {
        SpoolProperties.Spool limits = new SpoolProperties.Spool(
                true, "", 100_000, DataSize.ofMegabytes(100), minFree, Duration.ofMinutes(10), Duration.ofMinutes(5));
        return new TestSpool(directory, limits, InstantSource.system());
    }

    /** Returns what was promised until a job was refused. */
    private static List<String> keepUntilFull(TestSpool spool) {
        List<String> kept = new ArrayList<>();
        Placement refused = new Placement.NotWritten(Reason.CONNECTION_REFUSED);
        for (int i = 0; i < MOST; i += AT_ONCE) {
            List<Job> jobs = IntStream.range(i, i + AT_ONCE)
                    .mapToObj(n -> job("job-" + n))
                    .toList();
            List<Placement> placements = spool.spool()
                    .keep(
                            jobs.stream()
                                    .map(job -> Keeping.of(job, refused, spool.nodes.states()))
                                    .toList(),
                            TestSpool.soon());
            for (int n = 0; n < AT_ONCE; n++) {
                if (placements.get(n) instanceof Placement.Spooled) {
                    kept.add(jobs.get(n).id().value());
                } else {
                    assertThat(placements.get(n))
                            .isEqualTo(new Placement.Full(
                                    Reason.CONNECTION_REFUSED, Reason.DISK_FULL, Duration.ofSeconds(2)));
                }
            }
            if (kept.size() < i + AT_ONCE) {
                assertThat(kept).isNotEmpty();
                return kept;
            }
        }
        throw new AssertionError("it never was full");
    }

    private static List<String> drained(TestSpool spool) {
        List<String> ids = new ArrayList<>();
        JobSource rows = spool.rows(Node.PRIMARY);
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> {
            List<Claim> claims = rows.claim(2_000, Duration.ofSeconds(30));
            claims.forEach(claim -> ids.add(claim.job().id().value()));
            rows.finish(claims);
            return spool.spool().state().depth() == 0;
        });
        return ids;
    }

    private static void assertTakesJobsAgain(TestSpool spool) {
        Awaitility.await().until(() -> spool.spool().state().takesJobs());
        assertThat(spool.keep(job("again"))).isEqualTo(new Placement.Spooled(1));
    }

    private static boolean runs(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() == 0;
    }
}
