package dev.holdfast.redis;

import static dev.holdfast.redis.ChangeNode.id;
import static dev.holdfast.redis.ChangeNode.soon;
import static dev.holdfast.testing.Jobs.job;
import static dev.holdfast.testing.Jobs.jobAfter;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.job.Node;
import dev.holdfast.job.Placement;
import dev.holdfast.job.Reason;
import dev.holdfast.job.StandbyUse;
import dev.holdfast.testing.RedisServer;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Changing a job that lies at either of two nodes, or at both, while one of them is away. */
@Tag("redis")
class JobChangesTests {

    @RegisterExtension
    static final RedisServer PRIMARY = new RedisServer();

    @RegisterExtension
    static final RedisServer STANDBY = new RedisServer();

    private ChangeNode primary;
    private ChangeNode standby;

    @BeforeEach
    void connect() {
        PRIMARY.flushAll();
        STANDBY.flushAll();
        primary = new ChangeNode(Node.PRIMARY, PRIMARY);
        standby = new ChangeNode(Node.STANDBY, STANDBY);
    }

    @AfterEach
    void disconnect() {
        primary.close();
        standby.close();
    }

    @Test
    void aCanceledStrayNeverComesHome() {
        standby.place(job("a"), true);

        assertThat(changes(StandbyUse.SAFE_BOX).cancel(id("a"), soon()))
                .isEqualTo(new Change.Done(Node.STANDBY, "queued", 0));

        assertThat(STANDBY.commands().exists("holdfast:strays", "rq:queue:tests"))
                .isZero();
        assertThat(STANDBY.commands().hget("rq:job:a", "status")).isEqualTo("canceled");
    }

    @Test
    void aFormerJobIsDeletedAlsoWhileTheStandbyIsAway() {
        PRIMARY.commands().hset("rq:job:a", Map.of("status", "finished", "origin", "tests"));
        STANDBY.kill();
        standby.awaitDown();

        assertThat(changes(StandbyUse.SAFE_BOX).delete(id("a"), soon()))
                .isEqualTo(new Change.Done(Node.PRIMARY, "finished", 0));
        STANDBY.restart();
    }

    @Test
    void aDeletedStrayNeverComesHome() {
        standby.place(job("a"), true);

        assertThat(changes(StandbyUse.SAFE_BOX).delete(id("a"), soon()))
                .isEqualTo(new Change.Done(Node.STANDBY, "queued", 0));

        assertThat(STANDBY.commands().exists("holdfast:strays", "rq:queue:tests", "rq:job:a"))
                .isZero();
        assertThat(standby.place(job("a"), true)).isInstanceOf(Placement.AlreadyPlaced.class);
    }

    @Test
    void aStrayIsNotDeletedFromUnderThoseThatWaitForItAndAreToComeHome() {
        standby.place(job("a"), true);
        standby.place(jobAfter("child", "a"), true);

        assertThat(changes(StandbyUse.SAFE_BOX).delete(id("a"), soon()))
                .isEqualTo(new Change.Awaited(Node.STANDBY, "queued"));
        assertThat(STANDBY.commands().lrange("rq:queue:tests", 0, -1)).containsExactly("a");
        assertThat(changes(StandbyUse.SAFE_BOX).cancel(id("a"), soon()))
                .isEqualTo(new Change.Done(Node.STANDBY, "queued", 1));
        assertThat(changes(StandbyUse.SAFE_BOX).delete(id("a"), soon()))
                .isEqualTo(new Change.Awaited(Node.STANDBY, "canceled"));

        changes(StandbyUse.SAFE_BOX).delete(id("child"), soon());
        assertThat(changes(StandbyUse.SAFE_BOX).delete(id("a"), soon())).isInstanceOf(Change.Done.class);
    }

    @Test
    void whatStrayWaitForIsNotSaidToBeDeletedBecauseAFormerJobOfItsIdWas() {
        PRIMARY.commands().hset("rq:job:a", Map.of("status", "finished", "origin", "tests"));
        standby.place(job("a"), true);
        standby.place(jobAfter("child", "a"), true);

        assertThat(changes(StandbyUse.SAFE_BOX).delete(id("a"), soon()))
                .isEqualTo(new Change.Awaited(Node.STANDBY, "queued"));
        assertThat(changes(StandbyUse.WORKPLACE).delete(id("a"), soon()))
                .isEqualTo(new Change.Awaited(Node.STANDBY, "queued"));
    }

    @Test
    void aStrayOnItsWayHomeIsNotTakenFromWhoBringsIt() {
        standby.place(job("a"), true);
        STANDBY.commands().lrem("rq:queue:tests", 1, "a");
        STANDBY.commands().hset("holdfast:claims", "a", "9999999999999:token:1");

        assertThat(changes(StandbyUse.SAFE_BOX).cancel(id("a"), soon())).isEqualTo(new Change.Moving(Node.STANDBY));
        assertThat(changes(StandbyUse.SAFE_BOX).delete(id("a"), soon())).isEqualTo(new Change.Moving(Node.STANDBY));
        assertThat(STANDBY.commands().zscore("holdfast:strays", "a")).isNotNull();
    }

    @Test
    void aStrayThatWasSetAsideIsLeftToTheOperator() {
        standby.place(job("a"), true);
        STANDBY.commands().zadd("holdfast:aside", 1, "a");

        assertThat(changes(StandbyUse.SAFE_BOX).delete(id("a"), soon())).isEqualTo(new Change.Aside(Node.STANDBY));
    }

    @Test
    void thePrimaryIsEnoughWhereNoWorkerTakesJobsFromTheStandby() {
        primary.place(job("a"), false);
        STANDBY.kill();
        standby.awaitDown();

        assertThat(changes(StandbyUse.SAFE_BOX).cancel(id("a"), soon()))
                .isEqualTo(new Change.Done(Node.PRIMARY, "queued", 0));
        STANDBY.start();
    }

    @Test
    void whereWorkersTakeJobsFromBothNeitherAloneIsEnough() {
        primary.place(job("a"), false);
        STANDBY.kill();
        standby.awaitDown();

        assertThat(changes(StandbyUse.WORKPLACE).cancel(id("a"), soon()))
                .isInstanceOfSatisfying(Change.HalfDone.class, half -> {
                    assertThat(half.node()).isEqualTo(Node.PRIMARY);
                    assertThat(half.silent()).isEqualTo(Node.STANDBY);
                });
        STANDBY.start();
    }

    @Test
    void theStandbyAloneIsNotEnough() {
        standby.place(job("a"), true);
        PRIMARY.kill();
        primary.awaitDown();

        assertThat(changes(StandbyUse.SAFE_BOX).delete(id("a"), soon()))
                .isInstanceOfSatisfying(
                        Change.HalfDone.class, half -> assertThat(half.silent()).isEqualTo(Node.PRIMARY));

        PRIMARY.start();
        primary.awaitUp();
        assertThat(changes(StandbyUse.SAFE_BOX).delete(id("a"), soon())).isEqualTo(new Change.Gone(Node.STANDBY));
    }

    @Test
    void nothingIsSaidToBeGoneOfWhichThePrimaryCouldNotBeTold() {
        standby.place(job("a"), true);
        PRIMARY.kill();
        primary.awaitDown();
        changes(StandbyUse.SAFE_BOX).delete(id("a"), soon());
        PRIMARY.start();
        primary.awaitUp();
        // It answers what it is asked, and takes no proof.
        PRIMARY.commands().configSet("maxmemory", "1");

        assertThat(changes(StandbyUse.SAFE_BOX).delete(id("a"), soon())).isInstanceOf(Change.NotAsked.class);

        PRIMARY.commands().configSet("maxmemory", "0");
        await().until(() -> changes(StandbyUse.SAFE_BOX).delete(id("a"), soon()).equals(new Change.Gone(Node.STANDBY)));
        assertThat(PRIMARY.commands().exists("holdfast:done:a")).isOne();
    }

    @Test
    void nothingIsChangedWhileNobodyKnowsWhichOfTwoMastersHasTheNewerCopy() {
        primary.place(job("a"), false);
        STANDBY.commands().set("holdfast:node", PRIMARY.commands().get("holdfast:node"));
        standby.close();
        standby = new ChangeNode(Node.STANDBY, STANDBY);
        Change undecided = new Change.NotAsked(Reason.TWO_MASTERS);

        assertThat(changes(StandbyUse.SAFE_BOX).cancel(id("a"), soon())).isEqualTo(undecided);
        assertThat(changes(StandbyUse.SAFE_BOX).delete(id("a"), soon())).isEqualTo(undecided);
        assertThat(changes(StandbyUse.SAFE_BOX).requeue(id("a"), false, soon())).isEqualTo(undecided);
        assertThat(PRIMARY.commands().hget("rq:job:a", "status")).isEqualTo("queued");
    }

    @Test
    void nobodySaysThatAJobIsUnknownWhileANodeIsAway() {
        STANDBY.kill();
        standby.awaitDown();

        assertThat(changes(StandbyUse.SAFE_BOX).delete(id("a"), soon())).isInstanceOf(Change.NotAsked.class);
        assertThat(changes(StandbyUse.SAFE_BOX).requeue(id("a"), false, soon())).isInstanceOf(Change.NotAsked.class);
        STANDBY.start();
    }

    @Test
    void aNodeThatHangsLeavesADoubtAndDoesNothingLater() {
        primary.place(job("a"), false);
        PRIMARY.freeze();
        Change change;
        try {
            change = changes(StandbyUse.SAFE_BOX, Duration.ofMillis(200)).cancel(id("a"), soon());
        } finally {
            PRIMARY.thaw();
        }

        assertThat(change).isEqualTo(new Change.InDoubt(Node.PRIMARY, Reason.NO_REPLY));
        primary.awaitUp();
        // The queue of a node that has answered this holds no older call.
        assertThat(PRIMARY.commands().hget("rq:job:a", "status")).isEqualTo("queued");
    }

    @Test
    void aJobIsRequeuedWhereItFailed() {
        STANDBY.commands().hset("rq:job:a", Map.of("status", "failed", "origin", "q", "data", "x"));
        STANDBY.commands().zadd("rq:failed:q", 9e9, "a");

        assertThat(changes(StandbyUse.WORKPLACE).requeue(id("a"), false, soon()))
                .isEqualTo(new Change.Done(Node.STANDBY, "failed", 0));
        assertThat(STANDBY.commands().lrange("rq:queue:q", 0, -1)).containsExactly("a");
    }

    @Test
    void aJobThatFailedAtBothIsRequeuedAtOne() {
        for (RedisServer redis : new RedisServer[] {PRIMARY, STANDBY}) {
            redis.commands().hset("rq:job:a", Map.of("status", "failed", "origin", "q", "data", "x"));
            redis.commands().zadd("rq:failed:q", 9e9, "a");
        }

        assertThat(changes(StandbyUse.WORKPLACE).requeue(id("a"), false, soon()))
                .isEqualTo(new Change.Done(Node.PRIMARY, "failed", 0));
        assertThat(STANDBY.commands().exists("rq:queue:q")).isZero();
    }

    @Test
    void whatTheStandbyDeletedWasNotThereOnThePrimary() {
        STANDBY.commands().set("holdfast:done:a", "proof");

        assertThat(changes(StandbyUse.SAFE_BOX).delete(id("a"), soon())).isEqualTo(new Change.Gone(Node.STANDBY));
    }

    private JobChanges changes(StandbyUse use) {
        return changes(use, ChangeNode.PATIENCE);
    }

    private JobChanges changes(StandbyUse use, Duration attempt) {
        return ChangeNode.between(primary, Optional.of(standby), use, attempt);
    }
}
