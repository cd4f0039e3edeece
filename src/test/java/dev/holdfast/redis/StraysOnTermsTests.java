package dev.holdfast.redis;

import static dev.holdfast.testing.Jobs.job;
import static dev.holdfast.testing.Jobs.jobAfter;
import static dev.holdfast.testing.Jobs.jobAfterAnyEndOf;
import static dev.holdfast.testing.Jobs.jobAt;
import static dev.holdfast.testing.Jobs.with;
import static dev.holdfast.testing.Jobs.withTtl;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.job.Claim;
import dev.holdfast.job.GroupName;
import dev.holdfast.job.Job;
import dev.holdfast.job.JobId;
import dev.holdfast.job.Start;
import dev.holdfast.job.Terms;
import io.lettuce.core.api.sync.RedisCommands;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Jobs that have a time, or wait for others, on their way home from the standby. */
@Tag("redis")
class StraysOnTermsTests {

    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final Instant LATER = Instant.ofEpochSecond(4_000_000_000L);

    @RegisterExtension
    static final EmptyNode<StrayNode> NODE = new EmptyNode<>(redis -> new StrayNode(redis).awaitUp());

    private final StrayNode node = NODE.link();
    private final Strays strays = node.strays();
    private final RedisCommands<String, String> redis = NODE.redis();

    @Test
    void aScheduledJobComesWithItsTime() {
        node.strand(jobAt("a", LATER));

        Job job = claim().get(0).job();

        assertThat(job.terms().start()).isEqualTo(new Start.At(LATER));
        assertThat(field(job, "status")).isEqualTo("queued");
        assertThat(field(job, "enqueued_at")).isEqualTo(field(job, "created_at"));
        assertThat(redis.exists("rq:scheduled:tests")).isZero();
    }

    @Test
    void aReleasedScheduledJobHasItsTimeAgain() {
        node.strand(jobAt("a", LATER));
        redis.zadd("rq:scheduled:tests", 4_100_000_000.0, "a");

        strays.release(claim());

        assertThat(redis.zscore("rq:scheduled:tests", "a")).isEqualTo(4_100_000_000.0);
        assertThat(redis.exists("rq:queue:tests")).isZero();
    }

    @Test
    void aClaimThatRanOutStillKnowsTheTime() {
        node.strand(jobAt("a", LATER));
        strays.claim(1, Duration.ofMillis(1));

        List<Claim> again = await().until(this::claim, claims -> !claims.isEmpty());

        assertThat(again.get(0).job().terms().start()).isEqualTo(new Start.At(LATER));
    }

    @Test
    void theLimitOfAScheduledJobIsHandedOnWithoutTheTimeUntilItIsDue() {
        node.strand(withTtl(jobAt("a", Instant.now().plusSeconds(5_000)), Duration.ofSeconds(60)));

        assertThat(claim().get(0).job().ttl()).isBetween(Duration.ofSeconds(55), Duration.ofSeconds(62));
    }

    @Test
    void aDueJobIsLeftToASchedulerThatServesItsQueue() {
        node.strand(jobAt("a", LATER));
        redis.zadd("rq:scheduled:tests", 1, "a");
        redis.set("rq:scheduler-lock:tests", "1");

        assertThat(claim()).isEmpty();
        assertThat(redis.zcard("holdfast:strays")).isOne();
        redis.del("rq:scheduler-lock:tests");
        assertThat(claim()).hasSize(1);
    }

    @Test
    void aJobThatIsDueInTenSecondsIsLeftToASchedulerWhoseClockMayBeAheadAndALaterOneIsNot() {
        node.strand(jobAt("soon", LATER), jobAt("later", LATER));
        double now = Double.parseDouble(redis.time().get(0));
        redis.zadd("rq:scheduled:tests", now + 10, "soon");
        redis.zadd("rq:scheduled:tests", now + 30, "later");
        redis.set("rq:scheduler-lock:tests", "1");

        assertThat(claim()).extracting(claim -> claim.job().id()).containsExactly(new JobId("later"));
        assertThat(redis.zrange("holdfast:strays", 0, -1)).containsExactlyInAnyOrder("soon", "later");
        assertThat(redis.zrange("rq:scheduled:tests", 0, -1)).containsExactly("soon");
        redis.del("rq:scheduler-lock:tests");
        assertThat(claim()).extracting(claim -> claim.job().id()).containsExactly(new JobId("soon"));
    }

    @Test
    void aJobThatTheSchedulerHasQueuedIsAJobOfTheQueue() {
        node.strand(jobAt("a", LATER));
        redis.zrem("rq:scheduled:tests", "a");
        redis.hset("rq:job:a", "status", "queued");
        redis.rpush("rq:queue:tests", "a");

        assertThat(claim().get(0).job().terms().start()).isEqualTo(new Start.Now());
        assertThat(redis.exists("rq:queue:tests")).isZero();
    }

    @Test
    void aChildStaysWithAParentThatIsHere() {
        node.strand(job("parent"), jobAfter("child", "parent"));

        assertThat(claim()).extracting(claim -> claim.job().id().value()).containsExactly("parent");
        assertThat(redis.zscore("rq:deferred:tests", "child")).isNotNull();
    }

    @Test
    void aChildFollowsAParentThatHasGoneHome() {
        node.strand(job("parent"), jobAfterAnyEndOf("child", "parent"));
        strays.finish(claim());

        Job child = claim().get(0).job();

        assertThat(child.terms().start()).isEqualTo(new Start.After(List.of(new JobId("parent")), true, false));
        assertThat(field(child, "status")).isEqualTo("queued");
        assertThat(redis.exists("rq:deferred:tests")).isZero();
    }

    @Test
    void aReleasedChildIsDeferredAgain() {
        node.strand(job("parent"), jobAfter("child", "parent"));
        strays.finish(claim());

        strays.release(claim());

        assertThat(redis.zscore("rq:deferred:tests", "child")).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(redis.exists("rq:queue:tests")).isZero();
    }

    @Test
    void aChildThatHasWaitedTooLongComesWithoutItsUnknownParents() {
        node.strand(job("parent"), jobAfter("child", "parent"));
        strays.finish(claim());
        redis.zadd("holdfast:strays", System.currentTimeMillis() - 601_000.0, "child");

        Start start = claim().get(0).job().terms().start();

        assertThat(start).isEqualTo(new Start.After(List.of(new JobId("parent")), false, true));
    }

    @Test
    void thoseThatHaveToStayKeepNobodyFromGoingHome() {
        node.strand(job("parent"));
        redis.hset("rq:job:parent", "started_at", "now");
        node.strand(IntStream.range(0, 300)
                .mapToObj(i -> jobAfter("child-" + i, "parent"))
                .toArray(Job[]::new));
        node.strand(job("last"));

        assertThat(claim()).extracting(claim -> claim.job().id().value()).containsExactly("last");
    }

    @Test
    void moreThanAClaimLooksAtMayHaveToStay() {
        node.strand(job("parent"));
        redis.hset("rq:job:parent", "started_at", "now");
        node.strand(IntStream.range(0, 1_500)
                .mapToObj(i -> jobAfter("child-" + i, "parent"))
                .toArray(Job[]::new));
        node.strand(job("last"));

        List<Claim> claims = await().until(this::claim, some -> !some.isEmpty());

        assertThat(claims).extracting(claim -> claim.job().id().value()).containsExactly("last");
    }

    @Test
    void aDueTimeWithAFractionIsTaken() {
        node.strand(jobAt("a", LATER));
        redis.zadd("rq:scheduled:tests", 4_000_000_000.75, "a");

        assertThat(claim().get(0).job().terms().start()).isEqualTo(new Start.At(LATER));
    }

    @Test
    void aMemberOfAGroupLeavesItWithItsHash() {
        Job job = with(job("a"), "group_id", "g");
        node.strand(job.on(new Terms(new Start.Now(), false, new GroupName("g"), null)));

        List<Claim> claims = claim();
        strays.finish(claims);

        assertThat(claims.get(0).job().terms().group()).isEqualTo(new GroupName("g"));
        assertThat(redis.exists("rq:group:g", "rq:groups")).isZero();
    }

    @Test
    void aJobThatWasFinishedWhileNobodyHeldItLeavesNoRegistryBehind() {
        node.strand(jobAt("a", LATER));
        List<Claim> claims = claim();
        strays.release(claims);

        strays.finish(claims);

        assertThat(redis.exists("rq:scheduled:tests", "rq:job:a", "holdfast:strays"))
                .isZero();
    }

    @Test
    void aJobThatIsProvenUnderAKeyIsSoAtHome() {
        Job job = with(job("daily"), "holdfast_proof", "key");
        node.strand(job.on(Terms.PLAIN.provenBy(new JobId("key"))));

        Claim claim = claim().get(0);

        assertThat(claim.job().proof()).isEqualTo(new JobId("key"));
        assertThat(claim.job().remembered()).isEqualTo(Duration.ofMinutes(15));
        assertThat(claim.maybeForgotten()).isFalse();
    }

    private List<Claim> claim() {
        return strays.claim(100, LEASE);
    }

    private static String field(Job job, String name) {
        List<byte[]> hash = job.hash();
        for (int i = 0; i < hash.size(); i += 2) {
            if (new String(hash.get(i), StandardCharsets.UTF_8).equals(name)) {
                return new String(hash.get(i + 1), StandardCharsets.UTF_8);
            }
        }
        return "";
    }
}
