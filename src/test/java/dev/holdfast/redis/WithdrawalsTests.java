package dev.holdfast.redis;

import static dev.holdfast.redis.ChangeNode.id;
import static dev.holdfast.testing.Jobs.job;
import static dev.holdfast.testing.Jobs.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.job.Job;
import dev.holdfast.job.JobState;
import dev.holdfast.job.Node;
import dev.holdfast.job.Placement;
import dev.holdfast.job.Reason;
import dev.holdfast.job.Terms;
import io.lettuce.core.api.sync.RedisCommands;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A job that was taken back, at a node that may have it, or may still get it. */
@Tag("redis")
class WithdrawalsTests {

    @RegisterExtension
    static final EmptyNode<ChangeNode> NODE = new EmptyNode<>(redis -> new ChangeNode(Node.STANDBY, redis));

    private final ChangeNode node = NODE.link();
    private final RedisCommands<String, String> redis = NODE.redis();

    @Test
    void aJobThatIsNotThereIsKeptOut() {
        assertWithdrawn(withdraw(job("a")));

        assertThat(redis.keys("*")).containsExactly("holdfast:done:a");
        assertThat(redis.ttl("holdfast:done:a")).isPositive();
        assertThat(node.place(job("a"), false)).isInstanceOf(Placement.AlreadyPlaced.class);
        assertThat(redis.exists("rq:queue:tests", "rq:job:a")).isZero();
    }

    @Test
    void aJobThatWaitsIsTakenOutAndStaysOut() {
        node.place(job("a"), true);
        node.place(job("b"), false);

        assertWithdrawn(withdraw(job("a")));

        assertThat(redis.lrange("rq:queue:tests", 0, -1)).containsExactly("b");
        assertThat(redis.keys("*a")).containsExactly("holdfast:done:a");
        assertThat(redis.exists("holdfast:strays")).isZero();
        assertThat(node.place(job("a"), false)).isInstanceOf(Placement.AlreadyPlaced.class);
    }

    @Test
    void askedAgainItKeepsItOutForADayFromThenOn() {
        withdraw(job("a"));
        assertThat(redis.ttl("holdfast:done:a")).isBetween(86_000L, 86_400L);
        redis.expire("holdfast:done:a", 3);

        assertThat(withdraw(job("a"))).isInstanceOf(Placement.AlreadyPlaced.class);

        assertThat(redis.ttl("holdfast:done:a")).isBetween(86_000L, 86_400L);
    }

    @Test
    void aJobThatIsTakenOutIsKeptOutForADayFromThenOn() {
        node.place(job("a"), false);
        redis.expire("holdfast:done:a", 3);

        assertWithdrawn(withdraw(job("a")));

        assertThat(redis.ttl("holdfast:done:a")).isBetween(86_000L, 86_400L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"started", "finished", "failed", "stopped", "canceled", "ready_to_enqueue", "rate_limited"})
    void aJobThatAWorkerHasHadIsLeftAsItIs(String state) {
        node.place(job("a"), false);
        redis.hset("rq:job:a", "status", state);
        String hash = redis.hgetall("rq:job:a").toString();

        assertThat(withdraw(job("a"))).isInstanceOf(Placement.AlreadyPlaced.class);

        assertThat(redis.hgetall("rq:job:a")).hasToString(hash);
        assertThat(redis.ttl("holdfast:done:a")).isPositive();
        assertThat(redis.llen("rq:queue:tests")).isOne();
    }

    @ParameterizedTest
    @ValueSource(strings = {"queued", "scheduled"})
    void aJobThatWaitsForItsNextRunIsLeftAsItIs(String state) {
        node.place(job("a"), false);
        redis.hset("rq:job:a", Map.of("status", state, "started_at", "2026-11-29T12:00:00.000000Z"));

        assertThat(withdraw(job("a"))).isInstanceOf(Placement.AlreadyPlaced.class);

        assertThat(redis.lrange("rq:queue:tests", 0, -1)).containsExactly("a");
    }

    @Test
    void aJobThatWasRequeuedAfterItHadFailedIsLeftAsItIs() {
        node.place(job("a"), false);
        redis.lpop("rq:queue:tests");
        String then = "2026-11-29T12:00:00.000000Z";
        redis.hset("rq:job:a", Map.of("status", "failed", "started_at", then, "last_heartbeat", then));
        redis.zadd("rq:failed:tests", 9e9, "a");
        assertThat(node.changes().requeue(id("a"), false, ChangeNode.soon())).isInstanceOf(Change.Done.class);

        assertThat(withdraw(job("a"))).isInstanceOf(Placement.AlreadyPlaced.class);

        assertThat(redis.lrange("rq:queue:tests", 0, -1)).containsExactly("a");
    }

    @Test
    void aJobThatAWorkerIsJustTakingIsLeftToIt() {
        node.place(job("a"), false);
        redis.lpop("rq:queue:tests");

        assertThat(withdraw(job("a"))).isInstanceOf(Placement.AlreadyPlaced.class);
        assertThat(redis.exists("rq:job:a")).isOne();
    }

    @Test
    void aJobThatSomebodyBringsHomeIsAskedAboutAgain() {
        node.place(job("a"), true);
        redis.hset("holdfast:claims", "a", "9999999999999:token:1");

        assertThat(withdraw(job("a"))).isEqualTo(new Placement.NotWritten(Reason.MOVING));
        assertThat(redis.exists("rq:job:a")).isOne();
    }

    @Test
    void anotherJobOfTheSameIdIsLeftAlone() {
        Job before = with(job("daily", "before"), "holdfast_proof", "key1").on(Terms.PLAIN.provenBy(id("key1")));
        Job after = with(job("daily", "after"), "holdfast_proof", "key2").on(Terms.PLAIN.provenBy(id("key2")));
        node.place(after, false);

        assertWithdrawn(withdraw(before));

        assertThat(redis.lrange("rq:queue:tests", 0, -1)).containsExactly("daily");
        assertThat(redis.exists("holdfast:done:key1", "holdfast:done:key2")).isEqualTo(2);
        assertThat(node.place(before, false)).isInstanceOf(Placement.AlreadyPlaced.class);
    }

    @Test
    void anothersProofUnderItsIdStaysAsItIs() {
        redis.set("holdfast:done:a", "another");

        assertThat(withdraw(job("a"))).isInstanceOf(Placement.AlreadyPlaced.class);
        assertThat(redis.get("holdfast:done:a")).isEqualTo("another");
    }

    @Test
    void whereTheKeyHoldsSomethingElseThereIsNothingToTakeBack() {
        redis.set("rq:job:a", "text");

        assertThat(withdraw(job("a"))).isInstanceOf(Placement.AlreadyPlaced.class);
        redis.del("rq:job:a");
        assertThat(node.place(job("a"), false)).isInstanceOf(Placement.AlreadyPlaced.class);
    }

    @Test
    void whereItsQueueHoldsSomethingElseItIsRefused() {
        node.place(job("a"), false);
        redis.set("rq:queue:tests", "text");

        assertThat(withdraw(job("a"))).isInstanceOf(Placement.Refused.class);
        assertThat(redis.exists("rq:job:a")).isOne();
    }

    private Placement withdraw(Job job) {
        return node.place(job.withdrawn(), false);
    }

    private static void assertWithdrawn(Placement placement) {
        assertThat(placement)
                .isInstanceOfSatisfying(
                        Placement.Placed.class, it -> assertThat(it.state()).isEqualTo(JobState.QUEUED));
    }
}
