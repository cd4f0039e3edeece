package dev.holdfast.redis;

import static dev.holdfast.redis.ChangeNode.id;
import static dev.holdfast.redis.ChangeNode.soon;
import static dev.holdfast.testing.Jobs.job;
import static dev.holdfast.testing.Jobs.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.job.Deadline;
import dev.holdfast.job.Job;
import dev.holdfast.job.Node;
import dev.holdfast.job.Placement;
import dev.holdfast.job.Reason;
import dev.holdfast.job.Terms;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Canceling and deleting a job at one node. */
@Tag("redis")
class TakeBackTests {

    @RegisterExtension
    static final EmptyNode<ChangeNode> NODE = new EmptyNode<>(redis -> new ChangeNode(Node.PRIMARY, redis));

    private final ChangeNode node = NODE.link();
    private final JobChanges changes = node.changes();
    private final RedisCommands<String, String> redis = NODE.redis();

    @Test
    void aCanceledJobIsInNoQueueAndARepetitionOfItIsKnown() {
        node.place(job("a"), false);
        node.place(job("b"), false);

        assertThat(changes.cancel(id("a"), soon())).isEqualTo(new Change.Done(Node.PRIMARY, "queued", 0));

        assertThat(redis.lrange("rq:queue:tests", 0, -1)).containsExactly("b");
        assertThat(redis.hget("rq:job:a", "status")).isEqualTo("canceled");
        assertThat(redis.zrange("rq:canceled:tests", 0, -1)).containsExactly("a");
        assertThat(node.place(job("a"), false)).isInstanceOf(Placement.AlreadyPlaced.class);
    }

    @Test
    void ofADeletedJobNothingIsLeftButTheProofThatKeepsARepetitionOut() {
        node.place(job("a"), false);

        assertThat(changes.delete(id("a"), soon())).isEqualTo(new Change.Done(Node.PRIMARY, "queued", 0));

        assertThat(redis.keys("*a*")).containsExactly("holdfast:done:a");
        assertThat(redis.llen("rq:queue:tests")).isZero();
        assertThat(node.place(job("a"), false)).isInstanceOf(Placement.AlreadyPlaced.class);
        assertThat(changes.delete(id("a"), soon())).isEqualTo(new Change.Gone(Node.PRIMARY));
    }

    @Test
    void aDeletedJobIsRememberedThatHasOutlivedItsProof() {
        node.place(job("a"), false);
        redis.del("holdfast:done:a");

        changes.delete(id("a"), soon());

        assertThat(redis.ttl("holdfast:done:a")).isBetween(86_000L, 86_400L);
        assertThat(node.place(job("a"), false)).isInstanceOf(Placement.AlreadyPlaced.class);
    }

    @Test
    void aDeletedJobOfRqItselfLeavesNothing() {
        theirs("a", "queued");
        redis.rpush("rq:queue:q", "a", "a");

        changes.delete(id("a"), soon());

        assertThat(redis.keys("*")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"deferred, rq:deferred:q", "scheduled, rq:scheduled:q", "failed, rq:failed:q", "stopped, rq:failed:q"})
    void aCanceledJobChangesItsRegistry(String state, String registry) {
        theirs("a", state);
        redis.zadd(registry, 9e9, "a");

        assertThat(changes.cancel(id("a"), soon())).isEqualTo(new Change.Done(Node.PRIMARY, state, 0));

        assertThat(redis.exists(registry)).isZero();
        assertThat(redis.zscore("rq:canceled:q", "a")).isPositive();
        assertThat(redis.hget("rq:job:a", "status")).isEqualTo("canceled");
    }

    @ParameterizedTest
    @ValueSource(strings = {"started", "finished", "canceled", "ready_to_enqueue", "rate_limited"})
    void inOtherStatesNothingIsCanceled(String state) {
        theirs("a", state);
        redis.rpush("rq:queue:q", "a");

        assertThat(changes.cancel(id("a"), soon())).isEqualTo(new Change.WrongState(Node.PRIMARY, state));

        assertThat(redis.hget("rq:job:a", "status")).isEqualTo(state);
        assertThat(redis.lrange("rq:queue:q", 0, -1)).containsExactly("a");
        assertThat(redis.exists("rq:canceled:q")).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "finished, rq:finished:q",
        "failed, rq:failed:q",
        "stopped, rq:failed:q",
        "canceled, rq:canceled:q",
        "deferred, rq:deferred:q",
        "scheduled, rq:scheduled:q",
        "created, rq:scheduled:q"
    })
    void deletesWhateverNoWorkerHas(String state, String registry) {
        theirs("a", state);
        redis.zadd(registry, 9e9, "a");
        redis.zadd("rq:wip:q", 9e9, "a");
        redis.zadd("rq:wip:q", 9e9, "a:e1");
        redis.zadd("rq:executions:a", 9e9, "e1");
        redis.hset("rq:execution:a:e1", "id", "e1");
        redis.xadd("rq:results:a", Map.of("type", "1"));
        redis.hset("rq:job:a", "group_id", "g");
        redis.sadd("rq:group:g", "a");
        redis.sadd("rq:job:a:dependents", "child");
        redis.sadd("rq:job::a:dependencies", "parent");
        redis.sadd("rq:job:parent:dependents", "a", "other");

        assertThat(changes.delete(id("a"), soon())).isEqualTo(new Change.Done(Node.PRIMARY, state, 1));

        assertThat(redis.keys("*")).containsExactly("rq:job:parent:dependents");
        assertThat(redis.smembers("rq:job:parent:dependents")).containsExactly("other");
    }

    @ParameterizedTest
    @ValueSource(strings = {"started", "ready_to_enqueue", "rate_limited"})
    void aJobThatRqHasInHandIsNotDeleted(String state) {
        theirs("a", state);

        assertThat(changes.delete(id("a"), soon())).isEqualTo(new Change.WrongState(Node.PRIMARY, state));
        assertThat(redis.exists("rq:job:a")).isOne();
    }

    @Test
    void aJobThatAWorkerIsJustTakingIsLeftToIt() {
        theirs("a", "queued");
        redis.rpush("rq:queue:q:intermediate", "a");

        assertThat(changes.cancel(id("a"), soon())).isEqualTo(new Change.Taken(Node.PRIMARY));
        assertThat(changes.delete(id("a"), soon())).isEqualTo(new Change.Taken(Node.PRIMARY));
        assertThat(redis.hget("rq:job:a", "status")).isEqualTo("queued");
        assertThat(redis.exists("rq:canceled:q")).isZero();
    }

    @Test
    void aCanceledChildIsNoLongerAmongThoseThatItsParentReleases() {
        theirs("a", "deferred");
        redis.zadd("rq:deferred:q", Double.POSITIVE_INFINITY, "a");
        redis.sadd("rq:job::a:dependencies", "parent");
        redis.sadd("rq:job:parent:dependents", "a");

        changes.cancel(id("a"), soon());

        assertThat(redis.exists("rq:job:parent:dependents")).isZero();
    }

    @Test
    void aCanceledParentTellsHowManyWaitForIt() {
        theirs("a", "queued");
        redis.rpush("rq:queue:q", "a");
        redis.sadd("rq:job:a:dependents", "b", "c");

        assertThat(changes.cancel(id("a"), soon())).isEqualTo(new Change.Done(Node.PRIMARY, "queued", 2));
        assertThat(redis.smembers("rq:job:a:dependents")).containsExactlyInAnyOrder("b", "c");
    }

    @Test
    void aJobThatIsDueIsLeftToTheSchedulerThatServesItsQueue() {
        theirs("a", "scheduled");
        redis.zadd("rq:scheduled:q", 1, "a");
        redis.set("rq:scheduler-lock:q", "1");

        assertThat(changes.cancel(id("a"), soon())).isEqualTo(new Change.Moving(Node.PRIMARY));
        assertThat(changes.delete(id("a"), soon())).isEqualTo(new Change.Moving(Node.PRIMARY));

        redis.del("rq:scheduler-lock:q");
        assertThat(changes.cancel(id("a"), soon())).isInstanceOf(Change.Done.class);
    }

    @Test
    void aSchedulerMayHaveAClockThatIsSecondsAhead() {
        theirs("a", "scheduled");
        redis.zadd("rq:scheduled:q", Instant.now().plusSeconds(5).toEpochMilli() / 1e3, "a");
        redis.set("rq:scheduler-lock:q", "1");

        assertThat(changes.cancel(id("a"), soon())).isEqualTo(new Change.Moving(Node.PRIMARY));
        redis.zadd("rq:scheduled:q", Instant.now().plusSeconds(60).toEpochMilli() / 1e3, "a");
        assertThat(changes.cancel(id("a"), soon())).isInstanceOf(Change.Done.class);
    }

    @Test
    void knowsNothingOfAJobThatNeverWas() {
        assertThat(changes.cancel(id("a"), soon())).isEqualTo(new Change.Unknown());
        assertThat(changes.delete(id("a"), soon())).isEqualTo(new Change.Unknown());
        assertThat(redis.keys("holdfast:done:*")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"rq:queue:q", "rq:canceled:q", "rq:scheduled:q", "rq:job:a:dependents", "rq:job::a:dependencies"
            })
    void whereAKeyHoldsSomethingElseNothingIsWritten(String key) {
        theirs("a", "scheduled");
        redis.set(key, "text");

        assertThat(changes.cancel(id("a"), soon())).isEqualTo(new Change.Refused(Node.PRIMARY, Reason.WRONGTYPE));
        assertThat(changes.delete(id("a"), soon())).isEqualTo(new Change.Refused(Node.PRIMARY, Reason.WRONGTYPE));
        assertThat(redis.hget("rq:job:a", "status")).isEqualTo("scheduled");
    }

    @Test
    void aJobThatIsNoHashIsRefused() {
        redis.set("rq:job:a", "text");

        assertThat(changes.cancel(id("a"), soon())).isEqualTo(new Change.Refused(Node.PRIMARY, Reason.WRONGTYPE));
    }

    @Test
    void whatIsTooLateIsNotSent() {
        node.place(job("a"), false);

        assertThat(changes.cancel(id("a"), Deadline.in(Duration.ZERO, System::nanoTime)))
                .isInstanceOf(Change.NotAsked.class);
        assertThat(redis.lrange("rq:queue:tests", 0, -1)).containsExactly("a");
    }

    @Test
    void theProofOfADeletedJobIsWhereItsHashSays() {
        Job daily = with(job("daily"), "holdfast_proof", "key").on(Terms.PLAIN.provenBy(id("key")));
        node.place(daily, false);
        redis.del("holdfast:done:key");

        assertThat(changes.delete(id("daily"), soon())).isInstanceOf(Change.Done.class);

        assertThat(redis.exists("holdfast:done:key")).isOne();
        assertThat(redis.exists("holdfast:done:daily")).isZero();
        assertThat(node.place(daily, false)).isInstanceOf(Placement.AlreadyPlaced.class);
    }

    private void theirs(String id, String state) {
        redis.hset("rq:job:" + id, Map.of("status", state, "origin", "q", "data", "x"));
    }
}
