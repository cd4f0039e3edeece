package dev.holdfast.spool;

import static dev.holdfast.testing.Jobs.job;
import static dev.holdfast.testing.Jobs.jobAfter;
import static dev.holdfast.testing.Jobs.jobAfterAnyEndOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.job.JobId;
import dev.holdfast.job.Node;
import dev.holdfast.job.Terms;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jobs that are taken back while others beside them wait for them. */
class AwaitedRowsTests {

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
    void aJobForWhichOthersWaitIsNotTakenFromUnderThem() {
        spool.keep(job("a_b"));
        spool.keepInDoubt(job("sent"), Node.PRIMARY);
        spool.keep(jobAfter("child", "other", "a_b"));
        spool.keep(jobAfterAnyEndOf("grandchild", "sent"));

        assertThat(withdraw("a_b")).isInstanceOf(Withdrawal.Awaited.class);
        assertThat(withdraw("sent")).isInstanceOf(Withdrawal.Awaited.class);
        assertThat(spool.find("sent")).get().matches(job -> !job.withdrawn());

        assertThat(withdraw("child")).isInstanceOf(Withdrawal.Done.class);
        assertThat(withdraw("grandchild")).isInstanceOf(Withdrawal.Done.class);
        assertThat(withdraw("a_b")).isInstanceOf(Withdrawal.Done.class);
        assertThat(withdraw("sent")).isInstanceOf(Withdrawal.Begun.class);
    }

    @Test
    void aJobThatLiesElsewhereIsKnownToBeAwaitedAlsoAfterARestart() {
        assertThat(objection("parent")).isInstanceOf(Withdrawal.Unknown.class);
        spool.keep(jobAfter("child", "other", "parent"));
        assertThat(objection("parent")).isInstanceOf(Withdrawal.Awaited.class);

        spool.close();
        spool = new TestSpool(directory);

        assertThat(objection("parent")).isInstanceOf(Withdrawal.Awaited.class);
        assertThat(objection("child")).isInstanceOf(Withdrawal.Unknown.class);
        withdraw("child");
        assertThat(objection("parent")).isInstanceOf(Withdrawal.Unknown.class);
    }

    @Test
    void idsThatAreLikeItsOwnAreOthers() {
        spool.keep(job("a_b"));
        spool.keep(jobAfter("child", "axb", "a_b_c"));
        spool.keep(job("a_b2").on(Terms.PLAIN.provenBy(new JobId("a_b_c_d"))));

        assertThat(withdraw("a_b")).isInstanceOf(Withdrawal.Done.class);
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
    void anOperatorEndsACircle() {
        spool.keep(jobAfter("a", "b"));
        spool.keep(jobAfter("b", "a"));
        assertThat(withdraw("a")).isInstanceOf(Withdrawal.Awaited.class);
        assertThat(withdraw("b")).isInstanceOf(Withdrawal.Awaited.class);

        assertThat(new SpoolOperator(spool.spool(), System::nanoTime).discard(new JobId("a")))
                .isInstanceOf(SpoolOperator.Result.Done.class);

        assertThat(withdraw("b")).isInstanceOf(Withdrawal.Done.class);
    }

    private Withdrawal objection(String id) {
        return spool.spool().objection(new JobId(id), TestSpool.soon());
    }

    private Withdrawal withdraw(String id) {
        return spool.spool().withdraw(new JobId(id), TestSpool.soon());
    }
}
