package dev.holdfast.redis;

import static dev.holdfast.redis.ChangeNode.id;
import static dev.holdfast.redis.ChangeNode.soon;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.job.Node;
import dev.holdfast.job.Reason;
import io.lettuce.core.api.sync.RedisCommands;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Putting a job back into its queue at one node. */
@Tag("redis")
class RequeueTests {

    @RegisterExtension
    static final EmptyNode<ChangeNode> NODE = new EmptyNode<>(redis -> new ChangeNode(Node.PRIMARY, redis));

    private final JobChanges changes = NODE.link().changes();
    private final RedisCommands<String, String> redis = NODE.redis();

    @BeforeEach
    void aJobWaits() {
        redis.rpush("rq:queue:q", "waits");
    }

    @ParameterizedTest
    @ValueSource(strings = {"failed", "stopped"})
    void aJobThatFailedWaitsBehindAllOthersAgain(String state) {
        ended("a", state);

        assertThat(requeue(false)).isEqualTo(new Change.Done(Node.PRIMARY, state, 0));

        assertThat(redis.lrange("rq:queue:q", 0, -1)).containsExactly("waits", "a");
        assertThat(redis.exists("rq:failed:q")).isZero();
        assertThat(redis.hgetall("rq:job:a"))
                .containsEntry("status", "queued")
                .containsEntry("started_at", "")
                .containsEntry("ended_at", "")
                .containsEntry("enqueued_at", "2026-11-29T12:00:00.123456Z")
                .containsEntry("worker_name", "w")
                .containsEntry("timeout", "60");
    }

    @Test
    void goesBeforeAllOthersIfThatIsWanted() {
        ended("a", "failed");

        requeue(true);

        assertThat(redis.lrange("rq:queue:q", 0, -1)).containsExactly("a", "waits");
    }

    @Test
    void isRequeuedOnce() {
        ended("a", "failed");
        requeue(false);

        assertThat(requeue(false)).isEqualTo(new Change.WrongState(Node.PRIMARY, "queued"));
        assertThat(redis.lrange("rq:queue:q", 0, -1)).containsExactly("waits", "a");
    }

    @Test
    void doesNotVanishWhenTheTimeOfItsFailureIsOver() {
        ended("a", "failed");
        redis.sadd("rq:job:a:dependents", "b");
        redis.expire("rq:job:a", 10);
        redis.expire("rq:job:a:dependents", 10);

        requeue(false);

        assertThat(redis.ttl("rq:job:a")).isEqualTo(-1);
        assertThat(redis.ttl("rq:job:a:dependents")).isEqualTo(-1);
    }

    @Test
    void aJobWithATtlMayWaitAsLongAgain() {
        ended("a", "failed");
        redis.hset("rq:job:a", "ttl", "600");
        redis.expire("rq:job:a", 10);

        requeue(false);

        assertThat(redis.ttl("rq:job:a")).isBetween(590L, 600L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "-1", "soon", "1e3", "0.5", "99999999999999999999"})
    void aTtlThatIsNoneLimitsNothing(String ttl) {
        ended("a", "failed");
        redis.hset("rq:job:a", "ttl", ttl);

        assertThat(requeue(false)).isInstanceOf(Change.Done.class);
        assertThat(redis.ttl("rq:job:a")).isEqualTo(-1);
    }

    @Test
    void aJobWithoutATimeoutGetsTheOneThatKeepsItsWorkerAlive() {
        ended("a", "failed");
        redis.hdel("rq:job:a", "timeout");

        requeue(false);

        assertThat(redis.hget("rq:job:a", "timeout")).isEqualTo("180");
    }

    @ParameterizedTest
    @ValueSource(strings = {"queued", "started", "finished", "canceled", "deferred", "scheduled", "created", "odd", ""})
    void noOtherJobIsRequeued(String state) {
        ended("a", state);

        assertThat(requeue(false)).isEqualTo(new Change.WrongState(Node.PRIMARY, state));
        assertThat(redis.lrange("rq:queue:q", 0, -1)).containsExactly("waits");
        assertThat(redis.zscore("rq:failed:q", "a")).isNotNull();
    }

    @Test
    void norOneThatRqNoLongerListsAsFailed() {
        ended("a", "failed");
        redis.del("rq:failed:q");

        assertThat(requeue(false)).isEqualTo(new Change.WrongState(Node.PRIMARY, "failed"));
        assertThat(redis.hget("rq:job:a", "status")).isEqualTo("failed");
    }

    @Test
    void norOneThatIsGoneOrNeverWas() {
        assertThat(requeue(false)).isEqualTo(new Change.Unknown());
        redis.set("holdfast:done:a", "proof");
        assertThat(requeue(false)).isEqualTo(new Change.Gone(Node.PRIMARY));
    }

    @Test
    void whereTheQueueHoldsSomethingElseNothingIsWritten() {
        ended("a", "failed");
        redis.set("rq:queue:q", "text");

        assertThat(requeue(false)).isEqualTo(new Change.Refused(Node.PRIMARY, Reason.WRONGTYPE));
        assertThat(redis.zscore("rq:failed:q", "a")).isNotNull();
        assertThat(redis.hget("rq:job:a", "status")).isEqualTo("failed");
    }

    private Change requeue(boolean atFront) {
        return changes.requeue(id("a"), atFront, soon());
    }

    private void ended(String id, String state) {
        redis.hset(
                "rq:job:" + id,
                Map.of(
                        "status", state,
                        "origin", "q",
                        "data", "x",
                        "timeout", "60",
                        "worker_name", "w",
                        "started_at", "2026-11-29T11:00:00.000000Z",
                        "ended_at", "2026-11-29T11:00:01.000000Z"));
        redis.zadd("rq:failed:q", 9e9, id);
    }
}
