package dev.holdfast.spool;

import static dev.holdfast.testing.Jobs.job;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.job.Claim;
import dev.holdfast.job.JobSource;
import dev.holdfast.job.Node;
import dev.holdfast.job.Placement;
import dev.holdfast.job.Reason;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

class FullDiskTests {

    @TempDir
    private Path directory;

    @Test
    void keepsEveryPromiseOfAFileThatMayNotGrow() {
        List<String> promised = new ArrayList<>();
        try (TestSpool spool = spool(DataSize.ofBytes(1_000_000), DataSize.ofBytes(0))) {
            Placement last = new Placement.Spooled(0);
            for (int group = 0; last instanceof Placement.Spooled && group < 1_000; group++) {
                int first = group * 100;
                spool.keepAll(IntStream.range(first, first + 100)
                        .mapToObj(i -> job("job-" + i))
                        .toList());
                last = spool.keep(job("last-" + group));
                if (last instanceof Placement.Spooled) {
                    promised.add("last-" + group);
                }
            }
            assertThat(last).isIn(full(Reason.SPOOL_FULL), full(Reason.DISK_FULL));

            spool.reopen();
            assertThat(promised).isNotEmpty().allMatch(id -> spool.find(id).isPresent());
            List<String> drained = drain(spool);
            assertThat(drained).containsAll(promised).doesNotHaveDuplicates();

            await().until(() -> spool.spool().state().takesJobs());
            assertThat(spool.keep(job("afterwards"))).isInstanceOf(Placement.Spooled.class);
        }
    }

    @Test
    void promisesNothingWhileLessRoomIsLeftThanMustStayFree() {
        try (TestSpool spool = spool(DataSize.ofMegabytes(100), DataSize.ofTerabytes(1_000))) {
            assertThat(spool.keep(job("a"))).isEqualTo(full(Reason.DISK_FULL));
            assertThat(spool.find("a")).isEmpty();
        }
    }

    private static List<String> drain(TestSpool spool) {
        List<String> ids = new ArrayList<>();
        JobSource rows = spool.rows(Node.PRIMARY);
        await().until(() -> {
            List<Claim> claims = rows.claim(200, Duration.ofSeconds(30));
            claims.forEach(claim -> ids.add(claim.job().id().value()));
            rows.finish(claims);
            return spool.spool().state().depth() == 0;
        });
        return ids;
    }

    private static Placement full(Reason disk) {
        return new Placement.Full(Reason.CONNECTION_REFUSED, disk, Duration.ofSeconds(2));
    }

    private TestSpool spool(DataSize maxSize, DataSize minFree) {
        SpoolProperties.Spool limits = new SpoolProperties.Spool(
                true, "", 1_000_000, maxSize, minFree, Duration.ofMinutes(10), Duration.ofMinutes(5));
        return new TestSpool(directory, limits, InstantSource.system());
    }
}
