package dev.holdfast.redis;

import static dev.holdfast.testing.Jobs.job;
import static dev.holdfast.testing.Jobs.jobAtFront;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.job.Claim;
import dev.holdfast.job.Job;
import dev.holdfast.job.JobId;
import dev.holdfast.job.JobSource;
import dev.holdfast.job.JobSourceContract;
import dev.holdfast.job.Placement;
import dev.holdfast.testing.RedisServer;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The standby as a place from which jobs come home, and what can have happened to them there. */
@Tag("redis")
class StraysTests extends JobSourceContract {

    private static final Duration LEASE = Duration.ofSeconds(30);

    @RegisterExtension
    static final RedisServer REDIS = new RedisServer();

    private static StrayNode node;
    private static StrayNode sister;
    private Strays strays;
    private RedisCommands<String, String> redis;

    @BeforeAll
    static void connect() {
        node = new StrayNode(REDIS).awaitUp();
        sister = new StrayNode(REDIS).awaitUp();
    }

    @AfterAll
    static void disconnect() {
        node.close();
        sister.close();
    }

    @BeforeEach
    void empty() {
        REDIS.flushAll();
        redis = REDIS.commands();
        strays = node.strays();
    }

    @Override
    protected JobSource source() {
        return strays;
    }

    @Override
    protected JobSource another() {
        return sister.strays();
    }

    @Override
    protected void strand(Job... jobs) {
        for (Job job : jobs) {
            assertThat(node.strand(job)).hasOnlyElementsOfType(Placement.Placed.class);
            // Each a millisecond of its own, so that their order is the order of their ids, too.
            redis.zadd(
                    "holdfast:strays",
                    redis.zcard("holdfast:strays") + (job.atFront() ? 0.5 : 0),
                    job.id().value());
        }
        long now = Long.parseLong(redis.time().get(0)) * 1_000;
        redis.zrange("holdfast:strays", 0, -1).forEach(id -> {
            if (redis.zscore("holdfast:strays", id) < 1_000_000) {
                redis.zadd("holdfast:strays", now - 1_000 + redis.zscore("holdfast:strays", id), id);
            }
        });
    }

    @Test
    void takesAClaimedJobOutOfItsQueueAndKeepsItsHash() {
        strand(job("a"), job("b"));

        Claim claim = strays.claim(1, LEASE).get(0);

        assertThat(redis.lrange("rq:queue:tests", 0, -1)).containsExactly("b");
        assertThat(redis.exists("rq:job:a", "holdfast:done:a")).isEqualTo(2);
        assertThat(redis.hget("holdfast:claims", "a")).matches("\\d+:" + claim.token() + ":\\d+");
        assertThat(claim.maybeForgotten()).isFalse();
    }

    @Test
    void leavesOnlyTheProofOfAFinishedJob() {
        strand(job("a"));

        strays.finish(strays.claim(1, LEASE));

        // The proofs of life are the links' own.
        assertThat(redis.keys("*"))
                .filteredOn(key -> !key.startsWith("holdfast:probe:"))
                .containsExactlyInAnyOrder("holdfast:done:a", "rq:queues");
    }

    @Test
    void putsReleasedJobsBackAsTheyWaited() {
        strand(job("a"), jobAtFront("x"), job("b"), jobAtFront("y"));
        List<String> before = redis.lrange("rq:queue:tests", 0, -1);

        strays.release(strays.claim(10, LEASE));

        assertThat(before).containsExactly("y", "x", "a", "b");
        assertThat(redis.lrange("rq:queue:tests", 0, -1)).isEqualTo(before);
        assertThat(redis.exists("holdfast:claims")).isZero();
        assertThat(redis.zcard("holdfast:strays")).isEqualTo(4);
    }

    @Test
    void tellsWhoGoesToTheFront() {
        strand(job("a"), jobAtFront("b"));

        assertThat(strays.claim(10, LEASE))
                .extracting(claim -> claim.job().atFront())
                .containsExactly(false, true);
    }

    @Test
    void handsOutWhatIsLeftOfATtl() {
        strand(job("a"));
        redis.pexpire("rq:job:a", 9_500);

        assertThat(strays.claim(1, LEASE).get(0).job().ttl()).isBetween(Duration.ofSeconds(5), Duration.ofSeconds(10));
    }

    @Test
    void remembersAtHomeForAsLongAsHere() {
        strand(job("a"), job("b"));
        redis.expire("holdfast:done:a", 50_000);
        redis.expire("holdfast:done:b", 5);

        List<Claim> claims = strays.claim(2, LEASE);

        assertThat(claims.get(0).job().remembered()).isBetween(Duration.ofSeconds(49_900), Duration.ofSeconds(50_000));
        assertThat(claims.get(1).job().remembered()).isEqualTo(Duration.ofMinutes(15));
    }

    @ParameterizedTest
    @CsvSource({"started_at, 2026-11-24T10:00:00Z", "origin, another"})
    void leavesAJobThatAWorkerHasTakenAndSaysSo(String field, String value) {
        strand(job("a"), job("b"));
        redis.hset("rq:job:a", field, value);

        assertThat(strays.claim(10, LEASE))
                .extracting(claim -> claim.job().id())
                .containsExactly(new JobId("b"));
        assertThat(strays.taken()).containsExactly(new JobId("a"));
        assertThat(strays.taken()).isEmpty();
        assertThat(redis.zrange("holdfast:strays", 0, -1)).containsExactly("b");
        assertThat(redis.exists("rq:job:a")).isEqualTo(1);
    }

    @Test
    void leavesAJobThatIsInNoQueueAnyMore() {
        strand(job("a"));
        redis.del("rq:queue:tests");

        assertThat(strays.claim(10, LEASE)).isEmpty();
        assertThat(strays.taken()).containsExactly(new JobId("a"));
        assertThat(redis.exists("holdfast:strays")).isZero();
    }

    @Test
    void saysThatAWorkerHasRunWhatIsOnlyRemembered() {
        strand(job("a"));
        redis.del("rq:job:a");

        assertThat(strays.claim(10, LEASE)).isEmpty();
        assertThat(strays.taken()).containsExactly(new JobId("a"));
    }

    @Test
    void forgetsWhatNothingIsLeftOf() {
        strand(job("a"));
        redis.del("rq:job:a", "holdfast:done:a");

        assertThat(strays.claim(10, LEASE)).isEmpty();
        assertThat(strays.taken()).isEmpty();
        assertThat(redis.exists("holdfast:strays")).isZero();
    }

    @Test
    void doesNotLookForAReclaimedJobInAQueueThatItLeftLongAgo() {
        strand(job("a"));
        strays.claim(1, Duration.ofMillis(1));

        await().until(() -> strays.claim(1, LEASE).size() == 1);

        assertThat(redis.exists("rq:queue:tests")).isZero();
    }

    @Test
    void leavesAReclaimedJobThatAWorkerHasStartedAllTheSame() {
        strand(job("a"));
        strays.claim(1, Duration.ofMillis(1));
        redis.hset("rq:job:a", "started_at", "2026-11-24T10:00:00Z");

        await().until(() -> strays.claim(1, LEASE).isEmpty() && redis.zcard("holdfast:strays") == 0);

        assertThat(strays.taken()).containsExactly(new JobId("a"));
        assertThat(redis.exists("holdfast:claims")).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"origin", "holdfast_fp"})
    void leavesAHashAloneThatIsNotOurs(String field) {
        strand(job("a"), job("b"));
        redis.hdel("rq:job:a", field);

        assertThat(strays.claim(10, LEASE))
                .extracting(claim -> claim.job().id())
                .containsExactly(new JobId("b"));
        assertThat(redis.zrange("holdfast:strays", 0, -1)).containsExactly("b");
        assertThat(redis.exists("rq:job:a")).isEqualTo(1);
        assertThat(redis.lrange("rq:queue:tests", 0, -1)).containsExactly("a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a:b", "ü", "", "a\nb"})
    void survivesAStrayWithAnIdThatIsNone(String id) {
        redis.zadd("holdfast:strays", 1, id);
        redis.hset("rq:job:" + id, "origin", "tests");
        strand(job("b"));

        assertThat(strays.claim(10, LEASE))
                .extracting(claim -> claim.job().id())
                .containsExactly(new JobId("b"));
        assertThat(redis.zrange("holdfast:strays", 0, -1)).containsExactly("b");
    }

    @Test
    void leavesAJobAloneWhoseKeyHoldsSomethingElse() {
        strand(job("a"), job("b"));
        redis.del("rq:job:a");
        redis.set("rq:job:a", "foreign");

        assertThat(strays.claim(10, LEASE))
                .extracting(claim -> claim.job().id())
                .containsExactly(new JobId("b"));
    }

    @Test
    void writesNothingAfterItsDeadline() {
        strand(job("a"));
        List<Claim> claims = strays.claim(1, LEASE);
        Strays late = node.strays(Duration.ZERO);

        assertThat(late.claim(1, LEASE)).isEmpty();
        late.finish(claims);
        late.release(claims);
        late.setAside(claims.get(0), "conflict");

        assertThat(redis.exists("rq:job:a", "holdfast:claims")).isEqualTo(2);
        assertThat(redis.exists("holdfast:aside", "rq:queue:tests")).isZero();
    }

    @Test
    void forgetsAReleasedJobThatHasExpiredMeanwhile() {
        strand(job("a"));
        List<Claim> claims = strays.claim(1, LEASE);
        redis.del("rq:job:a");

        strays.release(claims);

        assertThat(redis.exists("holdfast:strays", "holdfast:claims", "rq:queue:tests"))
                .isZero();
    }

    @Test
    void keepsTheHashOfWhatItSetsAside() {
        strand(job("a"));
        strays.setAside(strays.claim(1, LEASE).get(0), "conflict");

        assertThat(redis.zrange("holdfast:aside", 0, -1)).containsExactly("a");
        assertThat(redis.exists("rq:job:a")).isEqualTo(1);
        assertThat(redis.exists("holdfast:strays", "holdfast:claims")).isZero();
    }
}
