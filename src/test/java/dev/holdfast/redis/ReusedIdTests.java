package dev.holdfast.redis;

import static dev.holdfast.testing.Jobs.job;
import static dev.holdfast.testing.Jobs.jobAfter;
import static dev.holdfast.testing.Jobs.with;
import static dev.holdfast.testing.Jobs.withTtl;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.job.Claim;
import dev.holdfast.job.Job;
import dev.holdfast.job.JobId;
import dev.holdfast.job.Placement;
import dev.holdfast.job.Reason;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One id for one job after the other, each under a key of its own: none may suffer from what another has left. */
@Tag("redis")
class ReusedIdTests {

    private static final Duration LEASE = Duration.ofSeconds(30);

    @RegisterExtension
    static final EmptyNode<StrayNode> NODE = new EmptyNode<>(redis -> new StrayNode(redis).awaitUp());

    private final StrayNode node = NODE.link();
    private final Strays strays = node.strays();
    private final RedisCommands<String, String> redis = NODE.redis();

    @Test
    void nobodysChildIsAJobWhoseFormerOneWasSomebodys() {
        strand(job("parent"));
        strand(withTtl(under("key-1", jobAfter("x", "parent")), Duration.ofSeconds(60)));
        redis.del("rq:job:x");
        redis.zrem("rq:deferred:tests", "x");

        assertThat(strand(under("key-2", job("x")))).isInstanceOf(Placement.Placed.class);

        assertThat(redis.exists("rq:job:parent:dependents", "rq:job::x:dependencies"))
                .isZero();
        assertThat(redis.lrange("rq:queue:tests", 0, -1)).containsExactly("parent", "x");
    }

    @Test
    void whoseChildAJobWasIsKnownForLongerThanTheJobItself() {
        strand(job("parent"));

        strand(withTtl(under("key-1", jobAfter("x", "parent")), Duration.ofSeconds(60)));

        assertThat(redis.ttl("rq:job:x")).isBetween(1L, 60L);
        assertThat(redis.ttl("rq:job::x:dependencies")).isGreaterThan(86_400);
    }

    @Test
    void thoseThatWaitForTheIdWaitForTheNewJobHoweverLongItTakes() {
        strand(under("key-1", job("x")));
        strand(jobAfter("child", "x"));
        ended("failed");
        redis.expire("rq:job:x:dependents", 60);

        strand(under("key-2", job("x", "again")));

        assertThat(redis.smembers("rq:job:x:dependents")).containsExactly("child");
        assertThat(redis.ttl("rq:job:x:dependents")).isEqualTo(-1);
    }

    @Test
    void aJobThatIsCanceledWhileAWorkerRunsItHasNotEnded() {
        strand(under("key-1", job("x")));
        redis.hset("rq:job:x", "status", "canceled");
        redis.hset("rq:job:x", "started_at", "2026-11-24T14:43:54.604488Z");
        Placement taken = new Placement.Conflict(Placement.Conflict.Over.ID);

        assertThat(strand(under("key-2", job("x", "again")))).isEqualTo(taken);
        redis.hset("rq:job:x", "ended_at", "2026-11-24T14:43:55.604488Z");
        assertThat(strand(under("key-2", job("x", "again")))).isInstanceOf(Placement.Placed.class);
    }

    @Test
    void whoeverHeldTheFormerJobFinishesOrSetsAsideNothingOfTheNewOne() {
        strand(under("key-1", job("x")));
        List<Claim> claims = strays.claim(1, LEASE);
        strays.finish(claims);
        strand(under("key-2", job("x", "again")));

        strays.finish(claims);
        strays.setAside(claims.get(0), "conflict");

        assertThat(redis.lrange("rq:queue:tests", 0, -1)).containsExactly("x");
        assertThat(redis.zscore("holdfast:strays", "x")).isNotNull();
        assertThat(redis.exists("holdfast:aside")).isZero();
    }

    @Test
    void aClaimOfTheFormerJobIsNoClaimOfTheNewOne() {
        strand(under("key-1", job("x")));
        strays.claim(1, LEASE);
        redis.del("rq:job:x");

        strand(under("key-2", job("x", "again")));

        assertThat(redis.exists("holdfast:claims")).isZero();
        Claim claim = strays.claim(1, LEASE).get(0);
        assertThat(claim.claimedBefore()).isFalse();
        assertThat(redis.exists("rq:queue:tests")).isZero();
    }

    @Test
    void aProofOnTheStandbySaysNothingOfAParentThatWentHome() {
        strand(job("parent"));
        strays.finish(strays.claim(1, LEASE));

        assertThat(strand(jobAfter("child", "parent")))
                .isEqualTo(new Placement.NotWritten(Reason.DEPENDENCY_ELSEWHERE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"rq:failed:tests", "rq:canceled:tests", "rq:finished:tests", "rq:job::x:dependencies"})
    void replacesNothingWhereAKeyHoldsSomethingElse(String key) {
        strand(under("key-1", job("x")));
        redis.hset("rq:job:x", "status", "finished");
        redis.set(key, "foreign");

        assertThat(strand(under("key-2", job("x", "again")))).isEqualTo(new Placement.Refused(Reason.WRONGTYPE));
        assertThat(redis.hget("rq:job:x", "status")).isEqualTo("finished");
        assertThat(redis.exists("holdfast:done:key-2")).isZero();
    }

    private void ended(String status) {
        redis.hset("rq:job:x", "status", status);
        redis.lrem("rq:queue:tests", 1, "x");
        redis.zadd("rq:failed:tests", 1, "x");
    }

    private static Job under(String key, Job job) {
        return with(job, "holdfast_proof", key).on(job.terms().provenBy(new JobId(key)));
    }

    private Placement strand(Job job) {
        return node.strand(job).get(0);
    }
}
