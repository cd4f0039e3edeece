package dev.holdfast.spool;

import static dev.holdfast.testing.Jobs.job;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.job.Claim;
import dev.holdfast.job.JobSource;
import dev.holdfast.job.Node;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolSizeTests {

    @TempDir
    private Path directory;

    @Test
    void givesTheDiskBackWhenAllJobsAreGone() throws IOException {
        try (TestSpool spool = new TestSpool(directory)) {
            Path database = directory.resolve("spool.db");
            spool.keepAll(
                    IntStream.range(0, 6_000).mapToObj(i -> job("job-" + i)).toList());
            assertThat(Files.size(database)).isGreaterThan(1_000_000);
            JobSource rows = spool.rows(Node.PRIMARY);
            for (List<Claim> claims = claim(rows); !claims.isEmpty(); claims = claim(rows)) {
                rows.arrived(claims);
                rows.finish(claims);
            }

            // What fails is closed and tried again, so it has to be seen while it happens.
            List<Boolean> takesJobs = new ArrayList<>();
            await().until(() -> takesJobs.add(spool.spool().state().takesJobs()) && Files.size(database) < 100_000);
            assertThat(takesJobs).doesNotContain(false);
            spool.keep(job("another"));
            assertThat(spool.find("another")).isPresent();
        }
    }

    private static List<Claim> claim(JobSource rows) {
        return rows.claim(250, Duration.ofSeconds(30));
    }
}
