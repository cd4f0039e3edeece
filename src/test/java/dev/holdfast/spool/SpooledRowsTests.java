package dev.holdfast.spool;

import static dev.holdfast.testing.Jobs.job;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.job.Claim;
import dev.holdfast.job.Job;
import dev.holdfast.job.JobSource;
import dev.holdfast.job.JobSourceContract;
import dev.holdfast.job.Node;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpooledRowsTests extends JobSourceContract {

    private static final Duration LEASE = Duration.ofSeconds(30);

    @TempDir
    private Path directory;

    private TestSpool spool;

    @BeforeEach
    void open() {
        spool = new TestSpool(directory);
    }

    @AfterEach
    void close() {
        spool.close();
    }

    @Override
    protected JobSource source() {
        return spool.rows(Node.PRIMARY);
    }

    @Override
    protected JobSource another() {
        return spool.rows(Node.PRIMARY);
    }

    @Override
    protected void strand(Job... jobs) {
        for (Job job : jobs) {
            spool.keep(job);
        }
    }

    @Test
    void offersWhatWasNowhereToTheActiveNodeOnly() {
        strand(job("a"));

        assertThat(spool.rows(Node.STANDBY).claim(10, LEASE)).isEmpty();
        spool.activate(Node.STANDBY);
        assertThat(spool.rows(Node.PRIMARY).claim(10, LEASE)).isEmpty();
        assertThat(spool.rows(Node.STANDBY).claim(10, LEASE)).hasSize(1);
    }

    @Test
    void offersWhatIsInDoubtAtItsNodeOnlyWhicheverIsActive() {
        spool.activate(Node.STANDBY);
        spool.keepInDoubt(job("a"), Node.PRIMARY);

        assertThat(spool.rows(Node.STANDBY).claim(10, LEASE)).isEmpty();
        List<Claim> claims = spool.rows(Node.PRIMARY).claim(10, LEASE);

        assertThat(claims).hasSize(1).allMatch(Claim::claimedBefore);
    }

    @Test
    void takesNothingBackThatWasInDoubtBeforeItWasClaimed() {
        spool.keepInDoubt(job("a"), Node.PRIMARY);
        spool.reopen();
        spool.activate(Node.STANDBY);

        List<Claim> claims = spool.rows(Node.PRIMARY).claim(10, LEASE);

        assertThat(claims.get(0).claimedBefore()).isTrue();
        assertThat(spool.rows(Node.STANDBY).claim(10, LEASE)).isEmpty();
    }

    @Test
    void bindsAJobToTheNodeForWhichItWasClaimedAlsoWhenTheServiceEndsThere() {
        strand(job("a"));
        spool.rows(Node.PRIMARY).claim(10, LEASE);

        spool.reopen();
        spool.activate(Node.STANDBY);

        assertThat(spool.rows(Node.STANDBY).claim(10, LEASE)).isEmpty();
        assertThat(spool.rows(Node.PRIMARY).claim(10, LEASE)).hasSize(1).allMatch(Claim::claimedBefore);
    }

    @Test
    void holdsWhatWasSentToANodeThatHasOtherDataNow() {
        spool.keepInDoubt(job("a"), Node.PRIMARY);

        spool.nodes.up(Node.PRIMARY, Duration.ZERO, "emptied");

        assertThat(spool.rows(Node.PRIMARY).claim(10, LEASE)).isEmpty();
    }

    @Test
    void offersWhatWasSentToAFormerMasterToTheNodeThatHasItsData() {
        spool.nodes.up(Node.PRIMARY, Duration.ZERO, "same").up(Node.STANDBY, Duration.ZERO, "same");
        spool.keepInDoubt(job("a"), Node.PRIMARY);
        spool.activate(Node.STANDBY);

        assertThat(spool.rows(Node.STANDBY).claim(10, LEASE)).hasSize(1).allMatch(Claim::claimedBefore);
    }

    @Test
    void placesInTheOrderInWhichJobsCameAlsoAfterARelease() {
        strand(job("a"), job("b"), job("c"));
        JobSource rows = spool.rows(Node.PRIMARY);
        List<Claim> first = rows.claim(2, LEASE);

        rows.release(first);

        assertThat(rows.claim(10, LEASE).stream().map(claim -> claim.job().id().value()))
                .containsExactly("a", "b", "c");
    }
}
