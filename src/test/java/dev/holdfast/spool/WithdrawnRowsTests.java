package dev.holdfast.spool;

import static dev.holdfast.testing.Jobs.job;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.job.Claim;
import dev.holdfast.job.Job;
import dev.holdfast.job.JobId;
import dev.holdfast.job.JobSource;
import dev.holdfast.job.Node;
import dev.holdfast.job.Placement;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Jobs that were sent, and that their clients take back. */
class WithdrawnRowsTests {

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

    @Test
    void aJobThatWasNeverSentIsGoneAtOnce() {
        spool.keep(job("a"));

        assertThat(withdraw("a")).isInstanceOf(Withdrawal.Done.class);
        assertThat(spool.find("a")).isEmpty();
        assertThat(withdraw("a")).isInstanceOf(Withdrawal.Unknown.class);
    }

    @ParameterizedTest
    @EnumSource(Node.class)
    void bothNodesAreAskedOfAJobThatOneOfThemMayHave(Node node) {
        spool.keepInDoubt(job("a"), node);

        assertThat(withdraw("a")).isInstanceOf(Withdrawal.Begun.class);
        assertThat(withdraw("a")).isInstanceOf(Withdrawal.Begun.class);

        finish(Node.STANDBY);
        assertThat(spool.find("a")).get().matches(SpooledJob::withdrawn);
        assertThat(claim(Node.STANDBY)).isEmpty();
        finish(Node.PRIMARY);
        assertThat(spool.find("a")).isEmpty();
    }

    @Test
    void theOrderInWhichNodesAnswerDoesNotMatter() {
        spool.keepInDoubt(job("a"), Node.STANDBY);
        withdraw("a");

        finish(Node.PRIMARY);
        assertThat(claim(Node.PRIMARY)).isEmpty();
        assertThat(spool.find("a").orElseThrow().node()).isEqualTo(Node.STANDBY);
        finish(Node.STANDBY);

        assertThat(spool.find("a")).isEmpty();
    }

    @Test
    void aNodeWithOtherDataIsAskedAsWell() {
        spool.keepInDoubt(job("a"), Node.PRIMARY);
        withdraw("a");

        spool.nodes.up(Node.PRIMARY, Duration.ZERO, "emptied");

        assertThat(claim(Node.PRIMARY)).hasSize(1);
    }

    @Test
    void whereThereIsNoStandbyThePrimaryIsAskedAlone() {
        spool.nodes.none(Node.STANDBY);
        spool.keepInDoubt(job("a"), Node.PRIMARY);
        withdraw("a");

        finish(Node.PRIMARY);

        assertThat(spool.find("a")).isEmpty();
    }

    @Test
    void ofCopiesOfTheSameDataTheActiveOneIsAsked() {
        spool.nodes.up(Node.PRIMARY, Duration.ZERO, "same").up(Node.STANDBY, Duration.ZERO, "same");
        spool.keepInDoubt(job("a"), Node.PRIMARY);
        withdraw("a");
        spool.activate(Node.STANDBY);

        assertThat(claim(Node.PRIMARY)).isEmpty();
        finish(Node.STANDBY);

        assertThat(spool.find("a")).isEmpty();
    }

    @Test
    void whoeverIsPlacingTheJobInThisMomentEndsNothing() {
        spool.keepInDoubt(job("a"), Node.PRIMARY);
        JobSource rows = spool.rows(Node.PRIMARY);
        List<Claim> placing = rows.claim(10, LEASE);
        assertThat(placing).hasSize(1);

        withdraw("a");
        rows.arrived(placing);
        rows.release(placing);
        rows.setAside(placing.get(0), "conflict");
        rows.finish(placing);

        assertThat(spool.find("a")).get().matches(SpooledJob::withdrawn);
        assertThat(claim(Node.PRIMARY)).extracting(Claim::job).allMatch(Job::isWithdrawn);
    }

    @Test
    void itOutlivesTheServiceAndIsPlacedNowhere() {
        spool.keepInDoubt(job("a"), Node.PRIMARY);
        withdraw("a");
        claim(Node.PRIMARY);

        spool.reopen();

        assertThat(spool.spool().state().withdrawn().all()).isOne();
        assertThat(spool.spool().state().depth()).isZero();
        assertThat(claim(Node.PRIMARY)).extracting(Claim::job).hasSize(1).allMatch(Job::isWithdrawn);
    }

    @Test
    void noHoldLetsItGo() {
        spool.keepInDoubt(job("a"), Node.PRIMARY);
        withdraw("a");

        assertThat(letGoAll()).isZero();
        assertThat(spool.find("a")).get().matches(SpooledJob::withdrawn);
    }

    @Test
    void aRepetitionIsAnsweredAsBeforeAndDoesNotBringItBack() {
        spool.keepInDoubt(job("a"), Node.PRIMARY);
        withdraw("a");

        assertThat(spool.keep(job("a"))).isInstanceOf(Placement.Spooled.class);
        assertThat(spool.keepInDoubt(job("a"), Node.STANDBY)).isInstanceOf(Placement.Spooled.class);

        assertThat(spool.find("a")).get().matches(SpooledJob::withdrawn);
    }

    @Test
    void aNodeThatWillNotDoItIsAskedAgainAMinuteLater() {
        spool.keepInDoubt(job("a"), Node.PRIMARY);
        withdraw("a");

        spool.rows(Node.PRIMARY).setAside(claim(Node.PRIMARY).get(0), "script_error");

        assertThat(leaseLeft("a")).isBetween(30_000L, 60_000L);
        assertThat(spool.spool().state().aside()).isZero();
    }

    @Test
    void aRowThatWasLetGoOrReleasedMayStillBeWhereItWasSent() {
        spool.keepInDoubt(job("a"), Node.PRIMARY);
        spool.keepInDoubt(job("b"), Node.PRIMARY);
        spool.spool().ask(open -> open.held().release(new JobId("b"), Long.MAX_VALUE), TestSpool.soon());
        letGoAll();

        assertThat(withdraw("a")).isInstanceOf(Withdrawal.Begun.class);
        assertThat(withdraw("b")).isInstanceOf(Withdrawal.Begun.class);
    }

    @Test
    void aClaimFromBeforeIsRevoked() {
        spool.keepInDoubt(job("a"), Node.PRIMARY);
        JobSource rows = spool.rows(Node.PRIMARY);
        Claim placing = rows.claim(10, LEASE).get(0);
        assertThat(rows.isRevoked(placing)).isFalse();

        withdraw("a");

        assertThat(rows.isRevoked(placing)).isTrue();
        finish(Node.STANDBY);
        assertThat(rows.isRevoked(placing)).isTrue();
        assertThat(rows.isRevoked(claim(Node.PRIMARY).get(0))).isFalse();
    }

    @Test
    void fewAreOfferedAtOnce() {
        for (int i = 0; i < 30; i++) {
            spool.keepInDoubt(job("job-" + i), Node.PRIMARY);
            withdraw("job-" + i);
        }

        assertThat(spool.rows(Node.PRIMARY).claim(100, LEASE)).hasSize(20);
    }

    @Test
    void whatIsPostponedIsOfferedLater() {
        spool.keepInDoubt(job("a"), Node.PRIMARY);
        withdraw("a");

        spool.rows(Node.PRIMARY).postpone(claim(Node.PRIMARY));

        assertThat(leaseLeft("a")).isLessThan(2_000);
    }

    @Test
    void whatIsSetAsideIsLeftToTheOperator() {
        spool.keep(job("a"));
        spool.rows(Node.PRIMARY)
                .setAside(spool.rows(Node.PRIMARY).claim(1, LEASE).get(0), "conflict");

        assertThat(withdraw("a")).isInstanceOf(Withdrawal.SetAside.class);
    }

    @Test
    void anOperatorCanGiveItUp() {
        spool.keepInDoubt(job("a"), Node.PRIMARY);
        withdraw("a");
        SpoolOperator operator = new SpoolOperator(spool.spool(), System::nanoTime);

        assertThat(operator.release(new JobId("a"))).isInstanceOf(SpoolOperator.Result.WrongState.class);
        assertThat(operator.retry(new JobId("a"))).isInstanceOf(SpoolOperator.Result.WrongState.class);
        assertThat(operator.discard(new JobId("a"))).isInstanceOf(SpoolOperator.Result.Done.class);

        assertThat(spool.find("a")).isEmpty();
        assertThat(spool.spool().state().withdrawn().all()).isZero();
    }

    private Withdrawal withdraw(String id) {
        return spool.spool().withdraw(new JobId(id), TestSpool.soon());
    }

    private List<Claim> claim(Node node) {
        return spool.rows(node).claim(10, LEASE);
    }

    private void finish(Node node) {
        List<Claim> claims = claim(node);
        assertThat(claims).hasSize(1).allMatch(claim -> claim.job().isWithdrawn() && claim.claimedBefore());
        spool.rows(node).finish(claims);
    }

    private int letGoAll() {
        return ((Outcome.Done<Integer>) spool.spool()
                        .ask(open -> open.held().letGo(Long.MAX_VALUE, Long.MAX_VALUE), TestSpool.soon()))
                .result();
    }

    private long leaseLeft(String id) {
        return ((Outcome.Done<Long>) spool.spool()
                        .ask(
                                open -> {
                                    var query = open.file().of("SELECT lease FROM job WHERE id = ?");
                                    query.setString(1, id);
                                    try (var found = query.executeQuery()) {
                                        found.next();
                                        return found.getLong(1) - open.now();
                                    }
                                },
                                TestSpool.soon()))
                .result();
    }
}
