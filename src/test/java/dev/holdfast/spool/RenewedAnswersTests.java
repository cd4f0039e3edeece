package dev.holdfast.spool;

import static dev.holdfast.testing.Jobs.job;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.job.Claim;
import dev.holdfast.job.JobId;
import dev.holdfast.job.Node;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jobs that were taken back, and for which one node answers long before the other. */
class RenewedAnswersTests {

    @TempDir
    private Path directory;

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
    private TestSpool spool;

    @BeforeEach
    void open() {
        spool = new TestSpool(directory, TestSpool.LIMITS, now::get);
    }

    @AfterEach
    void close() {
        spool.close();
    }

    @Test
    void anAnswerCountsForLessThanADayAndIsRenewedBefore() {
        withdrawn(1);
        assertThat(answer(Node.PRIMARY)).isOne();
        assertThat(answer(Node.PRIMARY)).isZero();

        after(Duration.ofHours(13));
        assertThat(answer(Node.PRIMARY)).isOne();
        after(Duration.ofHours(25));
        assertThat(answer(Node.STANDBY)).isOne();
        assertThat(spool.find("job-0")).get().matches(SpooledJob::withdrawn);
        assertThat(answer(Node.PRIMARY)).isOne();

        assertThat(spool.find("job-0")).isEmpty();
    }

    @Test
    void allAreRenewedThatHaveToBeAndTheOthersAreLookedForOnceAMinute() {
        withdrawn(30);
        assertThat(answer(Node.PRIMARY) + answer(Node.PRIMARY)).isEqualTo(30);

        after(Duration.ofHours(13));
        assertThat(List.of(answer(Node.PRIMARY), answer(Node.PRIMARY))).containsExactly(20, 10);
        after(Duration.ofHours(13));
        assertThat(answer(Node.PRIMARY)).isEqualTo(20);
    }

    private void withdrawn(int jobs) {
        for (int i = 0; i < jobs; i++) {
            spool.keepInDoubt(job("job-" + i), Node.STANDBY);
            spool.spool().withdraw(new JobId("job-" + i), TestSpool.soon());
        }
    }

    private void after(Duration time) {
        now.updateAndGet(before -> before.plus(time));
    }

    /** For how many the node answers that are offered to it now. */
    private int answer(Node node) {
        List<Claim> claims = spool.rows(node).claim(100, Duration.ofSeconds(30));
        spool.rows(node).finish(claims);
        return claims.size();
    }
}
