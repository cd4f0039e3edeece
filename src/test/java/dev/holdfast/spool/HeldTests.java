package dev.holdfast.spool;

import static dev.holdfast.testing.Jobs.job;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.job.JobSource;
import dev.holdfast.job.Node;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeldTests {

    @TempDir
    private Path directory;

    private TestSpool spool;

    @BeforeEach
    void setTwoJobsAside() {
        spool = new TestSpool(directory);
        spool.keep(job("a"));
        spool.keep(job("b"));
        setAllAside("conflict");
    }

    @AfterEach
    void close() {
        spool.close();
    }

    @Test
    void triesNoJobTwiceThatIsSetAsideOnceMoreMeanwhile() {
        assertThat(retrySome(0)).isEqualTo(List.of(1L, 2L));
        setAllAside("conflict");

        assertThat(retrySome(2)).isEqualTo(List.of());
        assertThat(spool.spool().state().aside()).isEqualTo(2);
    }

    @Test
    void triesNoJobOfWhichTheRowIsDamaged() {
        retrySome(0);
        setAllAside("damaged");

        assertThat(retrySome(0)).isEqualTo(List.of());
        assertThat(spool.spool().state().aside()).isEqualTo(2);
    }

    @Test
    void countsWhatItHasTriedAsWaiting() {
        retrySome(1);

        assertThat(spool.spool().state().aside()).isEqualTo(1);
        assertThat(spool.spool().state().waiting()).isEqualTo(1);
        assertThat(spool.rows(Node.PRIMARY).claim(10, Duration.ofSeconds(30)))
                .extracting(claim -> claim.job().id().value())
                .containsExactly("b");
    }

    private List<Long> retrySome(long after) {
        Outcome<List<Long>> outcome = spool.spool().ask(open -> open.held().retrySome(after), TestSpool.soon());
        return ((Outcome.Done<List<Long>>) outcome).result();
    }

    private void setAllAside(String why) {
        JobSource rows = spool.rows(Node.PRIMARY);
        rows.claim(10, Duration.ofSeconds(30)).forEach(claim -> rows.setAside(claim, why));
    }
}
