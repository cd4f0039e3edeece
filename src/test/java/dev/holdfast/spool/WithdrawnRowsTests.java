package dev.holdfast.spool;

import static dev.holdfast.testing.Jobs.job;
import static dev.holdfast.testing.Jobs.jobAfter;
import static dev.holdfast.testing.Jobs.jobAfterAnyEndOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.job.Claim;
import dev.holdfast.job.Job;
import dev.holdfast.job.JobId;
import dev.holdfast.job.JobSource;
import dev.holdfast.job.Node;
import dev.holdfast.job.Placement;
import dev.holdfast.job.Terms;
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

        assertThat(withdraw("a")).isEqualTo(Withdrawal.DONE);
        assertThat(spool.find("a")).isEmpty();
        assertThat(withdraw("a")).isEqualTo(Withdrawal.UNKNOWN);
    }

    @ParameterizedTest
    @EnumSource(Node.class)
    void bothNodesAreAskedOfAJobThatOneOfThemMayHave(Node node) {
        spool.keepInDoubt(job("a"), node);

        assertThat(withdraw("a")).isEqualTo(Withdrawal.BEGUN);
        assertThat(withdraw("a")).isEqualTo(Withdrawal.BEGUN);

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

        int letGo = ((Outcome.Done<Integer>) spool.spool()
                        .ask(open -> open.held().letGo(Long.MAX_VALUE, Long.MAX_VALUE), TestSpool.soon()))
                .result();

        assertThat(letGo).isZero();
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
    void aNodeThatWillNotDoItHasAnsweredAndSoItStaysForNoOperator() {
        spool.keepInDoubt(job("a"), Node.PRIMARY);
        withdraw("a");

        spool.rows(Node.PRIMARY).setAside(claim(Node.PRIMARY).get(0), "script_error");
        finish(Node.STANDBY);

        assertThat(spool.find("a")).isEmpty();
        assertThat(spool.spool().state().aside()).isZero();
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

        assertThat(withdraw("a")).isEqualTo(Withdrawal.SET_ASIDE);
    }

    @Test
    void aJobForWhichOthersWaitIsNotTakenFromUnderThem() {
        spool.keep(job("a_b"));
        spool.keepInDoubt(job("sent"), Node.PRIMARY);
        spool.keep(jobAfter("child", "other", "a_b"));
        spool.keep(jobAfterAnyEndOf("grandchild", "sent"));

        assertThat(withdraw("a_b")).isEqualTo(Withdrawal.AWAITED);
        assertThat(withdraw("sent")).isEqualTo(Withdrawal.AWAITED);
        assertThat(spool.find("sent")).get().matches(job -> !job.withdrawn());

        assertThat(withdraw("child")).isEqualTo(Withdrawal.DONE);
        assertThat(withdraw("grandchild")).isEqualTo(Withdrawal.DONE);
        assertThat(withdraw("a_b")).isEqualTo(Withdrawal.DONE);
        assertThat(withdraw("sent")).isEqualTo(Withdrawal.BEGUN);
    }

    @Test
    void idsThatAreLikeItsOwnAreOthers() {
        spool.keep(job("a_b"));
        spool.keep(jobAfter("child", "axb", "a_b_c"));
        spool.keep(job("a_b2").on(Terms.PLAIN.provenBy(new JobId("a_b_c_d"))));

        assertThat(withdraw("a_b")).isEqualTo(Withdrawal.DONE);
    }

    @Test
    void whoeverAsksForChildrenDoesNotReadAllRows() {
        String plan = ((Outcome.Done<String>) spool.spool()
                        .ask(
                                open -> {
                                    var query = open.file()
                                            .of("EXPLAIN QUERY PLAN SELECT 1 FROM job WHERE terms LIKE 'after=%'");
                                    try (var steps = query.executeQuery()) {
                                        steps.next();
                                        return steps.getString("detail");
                                    }
                                },
                                TestSpool.soon()))
                .result();

        assertThat(plan).contains("job_children");
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
