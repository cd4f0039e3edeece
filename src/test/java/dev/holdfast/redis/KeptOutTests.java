package dev.holdfast.redis;

import static dev.holdfast.redis.ChangeNode.id;
import static dev.holdfast.redis.ChangeNode.soon;
import static dev.holdfast.testing.Jobs.job;
import static dev.holdfast.testing.Jobs.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.job.Job;
import dev.holdfast.job.Node;
import dev.holdfast.job.Placement;
import dev.holdfast.job.StandbyUse;
import dev.holdfast.job.Terms;
import dev.holdfast.testing.RedisServer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A job that is taken back at one of two nodes does not come to the other one later. */
@Tag("redis")
class KeptOutTests {

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
    void aStrayThatIsTakenBackIsKeptOutOfThePrimaryAsWell() {
        standby.place(job("a"), true);
        standby.place(job("b"), true);

        changes(StandbyUse.SAFE_BOX).cancel(id("a"), soon());
        changes(StandbyUse.SAFE_BOX).delete(id("b"), soon());

        assertThat(primary.place(job("a"), false)).isInstanceOf(Placement.AlreadyPlaced.class);
        assertThat(primary.place(job("b"), false)).isInstanceOf(Placement.AlreadyPlaced.class);
        assertThat(PRIMARY.commands().exists("rq:queue:tests")).isZero();
    }

    @Test
    void aStrayThatWasTakenBackWhileThePrimaryWasAwayIsKeptOutOnceItIsAskedForAgain() {
        standby.place(job("a"), true);
        standby.place(job("b"), true);
        standby.place(job("c"), true);
        PRIMARY.kill();
        primary.awaitDown();
        assertThat(changes(StandbyUse.SAFE_BOX).delete(id("a"), soon())).isInstanceOf(Change.HalfDone.class);
        assertThat(changes(StandbyUse.SAFE_BOX).cancel(id("b"), soon())).isInstanceOf(Change.HalfDone.class);
        changes(StandbyUse.SAFE_BOX).cancel(id("c"), soon());
        changes(StandbyUse.SAFE_BOX).delete(id("c"), soon());
        PRIMARY.restart();
        primary.awaitUp();

        assertThat(changes(StandbyUse.SAFE_BOX).delete(id("a"), soon())).isEqualTo(new Change.Gone(Node.STANDBY));
        assertThat(changes(StandbyUse.SAFE_BOX).cancel(id("b"), soon()))
                .isEqualTo(new Change.WrongState(Node.STANDBY, "canceled"));
        changes(StandbyUse.SAFE_BOX).delete(id("c"), soon());

        for (String job : List.of("a", "b", "c")) {
            assertThat(primary.place(job(job), false)).isInstanceOf(Placement.AlreadyPlaced.class);
        }
    }

    @Test
    void aStrayUnderAKeyThatWasDeletedWhileThePrimaryWasAwayIsKeptOutOnceItIsAskedForAgain() {
        standby.place(keyed("daily"), true);
        PRIMARY.kill();
        primary.awaitDown();
        assertThat(changes(StandbyUse.SAFE_BOX).delete(id("daily"), soon())).isInstanceOf(Change.HalfDone.class);
        PRIMARY.restart();
        primary.awaitUp();

        assertThat(changes(StandbyUse.SAFE_BOX).delete(id("daily"), soon())).isEqualTo(new Change.Gone(Node.STANDBY));

        assertThat(primary.place(keyed("daily"), false)).isInstanceOf(Placement.AlreadyPlaced.class);
    }

    @Test
    void theIdOfAKeyIsNoWayToLoseItsStray() {
        standby.place(keyed("daily"), true);

        changes(StandbyUse.SAFE_BOX).delete(id("key"), soon());

        assertThat(STANDBY.commands().lrange("rq:queue:tests", 0, -1)).containsExactly("daily");
        assertThat(primary.place(keyed("daily"), false)).isInstanceOf(Placement.Placed.class);
    }

    @Test
    void aFormerJobAtHomeDoesNotHideALaterOneOfItsIdThatIsAStray() {
        PRIMARY.commands().hset("rq:job:daily", Map.of("status", "failed", "origin", "tests"));
        standby.place(keyed("daily"), true);

        assertThat(changes(StandbyUse.SAFE_BOX).delete(id("daily"), soon()))
                .isEqualTo(new Change.Done(Node.STANDBY, "queued", 0));

        assertThat(STANDBY.commands().exists("holdfast:strays")).isZero();
        assertThat(primary.place(keyed("daily"), false)).isInstanceOf(Placement.AlreadyPlaced.class);
    }

    @Test
    void ofAJobThatIsNotOursNothingIsWrittenElsewhere() {
        STANDBY.commands().hset("rq:job:a", Map.of("status", "queued", "origin", "q"));
        STANDBY.commands().rpush("rq:queue:q", "a");

        assertThat(changes(StandbyUse.SAFE_BOX).cancel(id("a"), soon()))
                .isEqualTo(new Change.Done(Node.STANDBY, "queued", 0));

        assertThat(PRIMARY.commands().exists("holdfast:done:a")).isZero();
    }

    @Test
    void theProofOfAFormerJobAtHomeDoesNotHideALaterStrayOfItsId() {
        PRIMARY.commands().set("holdfast:done:daily", "0".repeat(32));
        standby.place(keyed("daily"), true);

        assertThat(changes(StandbyUse.SAFE_BOX).delete(id("daily"), soon()))
                .isEqualTo(new Change.Done(Node.STANDBY, "queued", 0));

        assertThat(primary.place(keyed("daily"), false)).isInstanceOf(Placement.AlreadyPlaced.class);
    }

    @Test
    void whereWorkersTakeJobsFromBothAFormerJobAtHomeDoesNotHideALaterStrayEither() {
        PRIMARY.commands().hset("rq:job:daily", Map.of("status", "finished", "origin", "tests"));
        standby.place(keyed("daily"), true);

        changes(StandbyUse.WORKPLACE).delete(id("daily"), soon());

        assertThat(primary.place(keyed("daily"), false)).isInstanceOf(Placement.AlreadyPlaced.class);
    }

    @Test
    void whatIsWithdrawnIsTakenOutOfBothNodesAndKeptOutOfBoth() {
        primary.place(job("a"), false);
        standby.place(job("a"), true);

        assertThat(withdraw("a")).isInstanceOf(Change.Done.class);

        for (ChangeNode node : List.of(primary, standby)) {
            assertThat(node.place(job("a"), false)).isInstanceOf(Placement.AlreadyPlaced.class);
        }
        assertThat(PRIMARY.commands().exists("rq:queue:tests", "rq:job:a")).isZero();
        assertThat(STANDBY.commands().exists("rq:queue:tests", "rq:job:a", "holdfast:strays"))
                .isZero();
    }

    @Test
    void whatAWorkerOfEitherNodeHasIsTooLateToBeWithdrawn() {
        standby.place(job("a"), true);
        STANDBY.commands().hset("rq:job:a", "status", "started");

        assertThat(withdraw("a")).isEqualTo(new Change.WrongState(Node.STANDBY, "started"));
    }

    @Test
    void whatIsWithdrawnIsKeptOutOfTheNodeThatAnswers() {
        PRIMARY.kill();
        primary.awaitDown();

        assertThat(withdraw("a")).isInstanceOf(Change.NotAsked.class);

        assertThat(standby.place(job("a"), true)).isInstanceOf(Placement.AlreadyPlaced.class);
        PRIMARY.restart();
    }

    private Change withdraw(String id) {
        return changes(StandbyUse.SAFE_BOX)
                .withdraw(StrayNode.withFingerprint(job(id)).withdrawn(), soon());
    }

    private static Job keyed(String id) {
        return with(job(id), "holdfast_proof", "key").on(Terms.PLAIN.provenBy(id("key")));
    }

    private JobChanges changes(StandbyUse use) {
        return ChangeNode.between(primary, Optional.of(standby), use, ChangeNode.PATIENCE);
    }
}
