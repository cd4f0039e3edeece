package dev.holdfast.spool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.job.Claim;
import dev.holdfast.job.JobSource;
import dev.holdfast.job.Node;
import dev.holdfast.testing.Jobs;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(OS.WINDOWS)
class KilledSpoolTests {

    private static final int ROUNDS = 3;
    private static final int PROMISES = 300;
    /** More than one process ever numbers before it is killed. */
    private static final int NUMBERS = 1_000_000;

    @TempDir
    private Path directory;

    @Test
    void keepsEveryPromiseOfAProcessThatIsKilled() throws Exception {
        Set<String> promised = new HashSet<>();
        for (int round = 0; round < ROUNDS; round++) {
            promised.addAll(promisesUntilItIsKilled(round * NUMBERS));
        }

        List<String> found = new ArrayList<>();
        try (TestSpool spool = new TestSpool(directory)) {
            assertThat(spool.spool().state().missing()).isZero();
            assertThat(spool.spool().state().aside()).isZero();
            JobSource rows = spool.rows(Node.PRIMARY);
            for (List<Claim> claims = claim(rows); !claims.isEmpty(); claims = claim(rows)) {
                claims.forEach(claim -> found.add(idOfWhatIsIntact(claim)));
                rows.finish(claims);
            }
            assertThat(spool.spool().state().depth()).isZero();
            assertThat(spool.spool().state().aside()).isZero();
        }

        assertThat(promised).hasSizeGreaterThanOrEqualTo(ROUNDS * PROMISES);
        assertThat(found).doesNotHaveDuplicates().containsAll(promised).allMatch(id -> id.matches("job-[0-9]+"));
    }

    /** What was on its way out when the process was killed counts too: it was promised. */
    private Set<String> promisesUntilItIsKilled(int first) throws IOException, InterruptedException {
        Process writer = SpoolWriter.start(directory, first);
        Set<String> promised = new HashSet<>();
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(writer.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                if (line.matches("job-[0-9]+") && promised.add(line) && promised.size() == PROMISES) {
                    // Not by the Process, which would throw away what it has not yet been asked for.
                    writer.toHandle().destroyForcibly();
                }
            }
        } finally {
            writer.destroyForcibly().waitFor();
        }
        return promised;
    }

    private static List<Claim> claim(JobSource rows) {
        return rows.claim(500, Duration.ofSeconds(30));
    }

    private static String idOfWhatIsIntact(Claim claim) {
        String id = claim.job().id().value();
        assertThat(claim.job().hash())
                .usingRecursiveComparison()
                .isEqualTo(Jobs.job(id).hash());
        assertThat(claim.job().fingerprint()).isEqualTo(Jobs.job(id).fingerprint());
        return id;
    }
}
