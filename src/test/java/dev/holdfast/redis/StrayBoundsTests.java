package dev.holdfast.redis;

import static dev.holdfast.testing.Jobs.job;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.job.Claim;
import dev.holdfast.job.Job;
import dev.holdfast.job.JobId;
import dev.holdfast.job.Placement;
import dev.holdfast.job.Reason;
import dev.holdfast.testing.RedisServer;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How much a claim takes at once and how old a stray may be. */
@Tag("redis")
@Tag("thorough")
class StrayBoundsTests {

    private static final Duration LEASE = Duration.ofSeconds(30);

    @RegisterExtension
    static final RedisServer REDIS = new RedisServer();

    private StrayNode node;
    private Strays strays;
    private RedisCommands<String, String> redis;

    @BeforeEach
    void connect() {
        REDIS.flushAll();
        redis = REDIS.commands();
        node = new StrayNode(REDIS).awaitUp();
        strays = node.strays();
    }

    @AfterEach
    void disconnect() {
        node.close();
    }

    @Test
    void claimsAboutAMegabyteAtOnce() {
        strandLarge(5, 400_000);

        assertThat(strays.claim(10, LEASE)).hasSize(2);
        assertThat(strays.claim(10, LEASE)).hasSize(2);
        assertThat(strays.claim(10, LEASE)).hasSize(1);
    }

    @Test
    void claimsALargerJobAlone() {
        strandLarge(2, 1_500_000);

        assertThat(strays.claim(10, LEASE)).hasSize(1);
    }

    @Test
    void findsTheJobsBehindThoseThatSomebodyElseBringsHome() {
        strandMany(700);
        for (int i = 0; i < 5; i++) {
            assertThat(strays.claim(100, LEASE)).hasSize(100);
        }

        assertThat(strays.claim(500, LEASE)).hasSize(200);
    }

    @Test
    void getsPastJobsThatWereTakenOutOfTheirQueue() {
        strandMany(50);
        redis.del("rq:queue:tests");
        node.strand(job("last"));

        List<Claim> claims = new ArrayList<>();
        await().until(() -> claims.addAll(strays.claim(10, LEASE)));

        assertThat(claims).extracting(claim -> claim.job().id()).containsExactly(new JobId("last"));
        assertThat(strays.taken()).hasSize(50);
        assertThat(redis.zcard("holdfast:strays")).isEqualTo(1);
    }

    @Test
    void neverHandsAJobToTwoWhoAskAtTheSameTime() {
        strandMany(1_000);
        List<JobId> claimed = new ArrayList<>();
        try (StrayNode sister = new StrayNode(REDIS).awaitUp()) {
            Strays others = sister.strays();
            CompletableFuture<List<JobId>> theirs = CompletableFuture.supplyAsync(() -> all(others));
            claimed.addAll(all(strays));
            claimed.addAll(theirs.join());
        }

        assertThat(claimed).hasSize(1_000).doesNotHaveDuplicates();
    }

    /** Age in the standby's own time, what is left of the proof, and whether the job may have been forgotten at home. */
    @ParameterizedTest
    @CsvSource({
        "PT13M, PT2M, false",
        "PT15M, PT0.5S, false",
        "PT15M, PT23H, true",
        "PT23H59M30S, PT0.5S, true",
    })
    void saysWhoseProofsMayHaveFaded(Duration age, Duration proofLeft, boolean faded) {
        node.strand(job("a"));
        redis.zadd("holdfast:strays", (double) (nowMillis() - age.toMillis()), "a");
        redis.pexpire("holdfast:done:a", proofLeft.toMillis());

        assertThat(strays.claim(1, LEASE)).extracting(Claim::maybeForgotten).containsExactly(faded);
    }

    @Test
    void remembersWhenAJobWasFirstClaimedThroughAllLaterClaims() {
        node.strand(job("a"));
        long longAgo = nowMillis() - Duration.ofMinutes(20).toMillis();
        strays.claim(1, Duration.ofMillis(1));
        redis.hset("holdfast:claims", "a", "1:before:" + longAgo);

        assertThat(strays.claim(1, LEASE)).extracting(Claim::maybeForgotten).containsExactly(true);
        assertThat(redis.hget("holdfast:claims", "a")).endsWith(":" + longAgo);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nonsense", "1:2", "x:token:y"})
    void takesAClaimThatCannotBeReadForOneThatHasRunOut(String claim) {
        node.strand(job("a"));
        redis.lrem("rq:queue:tests", 1, "a");
        redis.hset("holdfast:claims", "a", claim);

        assertThat(strays.claim(1, LEASE)).extracting(Claim::claimedBefore).containsExactly(true);
    }

    @Test
    void leavesAQueueAloneThatIsNone() {
        node.strand(job("a"));
        redis.del("rq:queue:tests");
        redis.set("rq:queue:tests", "foreign");

        assertThat(strays.claim(1, LEASE)).isEmpty();
        assertThat(redis.get("rq:queue:tests")).isEqualTo("foreign");
    }

    @Test
    void releasesNothingIntoAQueueThatIsNone() {
        node.strand(job("a"));
        List<Claim> claims = strays.claim(1, LEASE);
        redis.set("rq:queue:tests", "foreign");

        strays.release(claims);

        assertThat(redis.hexists("holdfast:claims", "a")).isTrue();
        assertThat(redis.zcard("holdfast:strays")).isEqualTo(1);
    }

    @Test
    void leavesNothingOfItsRehearsals() {
        assertThat(redis.keys("*"))
                .containsExactlyInAnyOrder(
                        "holdfast:node", redis.keys("holdfast:probe:*").get(0));
    }

    private long nowMillis() {
        return Long.parseLong(redis.time().get(0)) * 1_000;
    }

    private void strandMany(int count) {
        node.strand(IntStream.range(0, count).mapToObj(i -> job("job-" + i)).toArray(Job[]::new));
    }

    private void strandLarge(int count, int bytes) {
        for (int i = 0; i < count; i++) {
            Job job = job("large-" + i);
            List<byte[]> hash = new ArrayList<>(job.hash());
            hash.add(StrayNode.utf8("data"));
            hash.add(new byte[bytes]);
            node.strand(new Job(job.id(), job.queue(), job.fingerprint(), job.remembered(), null, job.terms(), hash));
        }
    }

    private static List<JobId> all(Strays strays) {
        List<JobId> ids = new ArrayList<>();
        List<Claim> claims = strays.claim(50, LEASE);
        while (!claims.isEmpty()) {
            claims.forEach(claim -> ids.add(claim.job().id()));
            claims = strays.claim(50, LEASE);
        }
        return ids;
    }

    @Test
    void claimsNothingWhereTheStraysAreSomethingElse() {
        redis.set("holdfast:strays", "foreign");
        assertThat(strays.claim(10, LEASE)).isEmpty();
        assertThat(strays.count()).isEmpty();
    }

    @Test
    void placesNothingWhereTheStraysAreSomethingElse() {
        redis.set("holdfast:strays", "foreign");

        assertThat(node.strand(job("a"))).containsExactly(new Placement.Refused(Reason.WRONGTYPE));
        assertThat(redis.keys("rq:*")).isEmpty();
        assertThat(redis.exists("holdfast:done:a")).isZero();
    }
}
