package dev.holdfast.redis;

import static dev.holdfast.testing.Jobs.job;
import static dev.holdfast.testing.Jobs.jobAfter;
import static dev.holdfast.testing.Jobs.jobAfterAnyEndOf;
import static dev.holdfast.testing.Jobs.jobAt;
import static dev.holdfast.testing.Jobs.withTtl;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.job.Deadline;
import dev.holdfast.job.GroupName;
import dev.holdfast.job.Job;
import dev.holdfast.job.JobId;
import dev.holdfast.job.JobQueue;
import dev.holdfast.job.JobState;
import dev.holdfast.job.Node;
import dev.holdfast.job.Placement;
import dev.holdfast.job.Reason;
import dev.holdfast.job.Start;
import dev.holdfast.job.Terms;
import dev.holdfast.job.Warning;
import dev.holdfast.link.RedisLink;
import dev.holdfast.link.RedisUrl;
import dev.holdfast.link.TestLinks;
import dev.holdfast.testing.RedisServer;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Jobs that have a time, wait for others, or are in a group, on one healthy node. */
@Tag("redis")
class PlacedOnTermsTests {

    private static final Instant LATER = Instant.ofEpochSecond(4_000_000_000L);

    @RegisterExtension
    static final RedisServer REDIS = new RedisServer();

    private RedisLink link;
    private JobQueue queue;
    private RedisCommands<String, String> redis;

    @BeforeEach
    void connect() {
        REDIS.flushAll();
        redis = REDIS.commands();
        RedisNode node = RedisNode.open(TestLinks.links(), Node.PRIMARY, RedisUrl.parse("test", REDIS.url()));
        link = node.link();
        await().until(() -> link.state().isUp());
        queue = new RedisJobRepository(node, () -> false, Duration.ofSeconds(5));
    }

    @AfterEach
    void disconnect() {
        link.close();
    }

    @Test
    void aJobWithATimeIsScheduledAndInNoQueue() {
        assertThat(state(place(jobAt("a", LATER)))).isEqualTo(JobState.SCHEDULED);

        assertThat(redis.zscore("rq:scheduled:tests", "a")).isEqualTo(4_000_000_000.0);
        assertThat(redis.hget("rq:job:a", "status")).isEqualTo("scheduled");
        assertThat(redis.hexists("rq:job:a", "enqueued_at")).isFalse();
        assertThat(redis.exists("rq:queue:tests")).isZero();
        assertThat(redis.smembers("rq:queues")).containsExactly("rq:queue:tests");
    }

    @Test
    void aTimeThatHasPassedMeansNow() {
        assertThat(state(place(jobAt("a", Instant.EPOCH)))).isEqualTo(JobState.QUEUED);

        assertThat(redis.lrange("rq:queue:tests", 0, -1)).containsExactly("a");
        assertThat(redis.hget("rq:job:a", "status")).isEqualTo("queued");
        assertThat(redis.hexists("rq:job:a", "enqueued_at")).isTrue();
        assertThat(redis.exists("rq:scheduled:tests")).isZero();
    }

    @Test
    void theLimitOfAScheduledJobRunsFromItsTime() {
        place(withTtl(jobAt("a", Instant.now().plusSeconds(1_000)), Duration.ofSeconds(60)));

        assertThat(redis.ttl("rq:job:a")).isBetween(1_000L, 1_060L);
    }

    @Test
    void warnsOfAQueueThatNoSchedulerServes() {
        redis.sadd("rq:workers:tests", "rq:worker:w");

        assertThat(warnings(place(jobAt("a", LATER)))).containsExactly(Warning.NO_SCHEDULER);
        redis.set("rq:scheduler-lock:tests", "1");
        assertThat(warnings(place(jobAt("b", LATER)))).isEmpty();
        assertThat(warnings(place(job("c")))).isEmpty();
    }

    @Test
    void knowsARepeatedScheduledJobByItsState() {
        place(jobAt("a", LATER));

        assertThat(place(jobAt("a", LATER)))
                .isEqualTo(new Placement.AlreadyPlaced(Node.PRIMARY, run(), JobState.SCHEDULED));
        assertThat(redis.zcard("rq:scheduled:tests")).isOne();
    }

    @Test
    void aChildOfAWaitingParentIsDeferred() {
        place(job("parent"));

        assertThat(state(place(jobAfter("child", "parent")))).isEqualTo(JobState.DEFERRED);

        assertThat(redis.zscore("rq:deferred:tests", "child")).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(redis.smembers("rq:job:parent:dependents")).containsExactly("child");
        assertThat(redis.smembers("rq:job::child:dependencies")).containsExactly("parent");
        assertThat(redis.hget("rq:job:child", "status")).isEqualTo("deferred");
        assertThat(redis.hexists("rq:job:child", "enqueued_at")).isFalse();
        assertThat(redis.lrange("rq:queue:tests", 0, -1)).containsExactly("parent");
    }

    @Test
    void aDeferredJobExpiresWithItsEntry() {
        place(job("parent"));

        place(withTtl(jobAfter("child", "parent"), Duration.ofSeconds(60)));

        long now = Long.parseLong(redis.time().get(0));
        assertThat(redis.zscore("rq:deferred:tests", "child")).isBetween(now + 50.0, now + 61.0);
        assertThat(redis.ttl("rq:job::child:dependencies")).isBetween(50L, 60L);
    }

    @Test
    void aChildOfAFinishedParentIsQueued() {
        place(job("parent"));
        redis.hset("rq:job:parent", "status", "finished");

        assertThat(state(place(jobAfter("child", "parent")))).isEqualTo(JobState.QUEUED);
        assertThat(redis.exists("rq:job:parent:dependents", "rq:deferred:tests"))
                .isZero();
    }

    @Test
    void aParentThatRqHasDeletedCountsAsFinished() {
        place(job("parent"));
        redis.del("rq:job:parent");

        assertThat(state(place(jobAfter("child", "parent")))).isEqualTo(JobState.QUEUED);
    }

    @Test
    void aParentThatNobodyKnowsHereMayBeElsewhere() {
        assertThat(place(jobAfter("child", "parent"))).isEqualTo(new Placement.NotWritten(Reason.DEPENDENCY_ELSEWHERE));
        assertThat(redis.exists("rq:job:child", "holdfast:done:child")).isZero();

        assertThat(state(place(jobAfter("child", "parent").withMissingParentsMet())))
                .isEqualTo(JobState.QUEUED);
    }

    @Test
    void oneUnknownParentAmongWaitingOnesMayBeElsewhere() {
        place(job("here"));

        assertThat(place(jobAfter("child", "here", "there")))
                .isEqualTo(new Placement.NotWritten(Reason.DEPENDENCY_ELSEWHERE));
        assertThat(state(place(jobAfter("child", "here", "there").withMissingParentsMet())))
                .isEqualTo(JobState.DEFERRED);
        assertThat(redis.exists("rq:job:there:dependents")).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"failed", "stopped", "canceled"})
    void aParentThatEndedBadlyHoldsItsChildWithAWarning(String status) {
        place(job("parent"));
        redis.hset("rq:job:parent", "status", status);

        Placement placement = place(jobAfter("child", "parent"));

        assertThat(state(placement)).isEqualTo(JobState.DEFERRED);
        assertThat(warnings(placement)).contains(Warning.PARENT_FAILED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"failed", "stopped", "canceled"})
    void aParentThatEndedBadlyAndMayIsOver(String status) {
        place(job("parent"));
        redis.hset("rq:job:parent", "status", status);

        Placement placement = place(jobAfterAnyEndOf("child", "parent"));

        assertThat(state(placement)).isEqualTo(JobState.QUEUED);
        assertThat(warnings(placement)).doesNotContain(Warning.PARENT_FAILED);
    }

    @Test
    void besideAParentThatWaitsOneThatHasFailedAndMayHoldsNobody() {
        redis.hset("rq:job:parent", "status", "failed");
        redis.hset("rq:job:other", "status", "queued");
        assertThat(warnings(place(jobAfterAnyEndOf("a", "parent", "other")))).doesNotContain(Warning.PARENT_FAILED);
        redis.hset("rq:job:parent", "status", "canceled");
        assertThat(warnings(place(jobAfterAnyEndOf("b", "parent", "other")))).contains(Warning.PARENT_FAILED);
    }

    @Test
    void aParentThatWasSavedAndNeverEnqueuedIsWaitedFor() {
        redis.hset("rq:job:parent", "status", "created");

        assertThat(state(place(jobAfter("child", "parent")))).isEqualTo(JobState.DEFERRED);
    }

    @Test
    void childrenFollowTheirParentsInOneBatch() {
        List<Placement> placements = queue.place(
                List.of(job("a"), jobAfter("b", "a"), jobAfter("c", "b")),
                Deadline.in(Duration.ofSeconds(5), System::nanoTime));

        assertThat(placements)
                .extracting(PlacedOnTermsTests::state)
                .containsExactly(JobState.QUEUED, JobState.DEFERRED, JobState.DEFERRED);
    }

    @Test
    void aMemberOfAGroupIsInItsSet() {
        place(job("a").on(new Terms(new Start.Now(), false, new GroupName("g"), null)));

        assertThat(redis.smembers("rq:groups")).containsExactly("g");
        assertThat(redis.smembers("rq:group:g")).containsExactly("a");
    }

    @Test
    void anIdIsUsedAgainUnderAnotherKeyOnceItsJobHasEnded() {
        Job first = job("daily", "first").on(Terms.PLAIN.provenBy(new JobId("key-1")));
        Job second = job("daily", "second").on(Terms.PLAIN.provenBy(new JobId("key-2")));
        place(first);

        assertThat(place(first)).isInstanceOf(Placement.AlreadyPlaced.class);
        assertThat(place(second)).isEqualTo(new Placement.Conflict(Placement.Conflict.Over.ID));
        redis.del("rq:queue:tests");
        redis.hset("rq:job:daily", "status", "failed");
        redis.zadd("rq:failed:tests", 1, "daily");

        assertThat(state(place(second))).isEqualTo(JobState.QUEUED);
        assertThat(redis.exists("rq:failed:tests")).isZero();
        assertThat(redis.lrange("rq:queue:tests", 0, -1)).containsExactly("daily");
        assertThat(place(first)).isInstanceOf(Placement.AlreadyPlaced.class);
    }

    @Test
    void anotherSubmissionUnderTheSameKeyIsAConflictOfTheKey() {
        place(job("a", "first").on(Terms.PLAIN.provenBy(new JobId("key"))));

        assertThat(place(job("b", "second").on(Terms.PLAIN.provenBy(new JobId("key")))))
                .isEqualTo(new Placement.Conflict(Placement.Conflict.Over.PROOF));
    }

    @ParameterizedTest
    @ValueSource(strings = {"rq:scheduled:tests", "rq:group:g", "rq:groups"})
    void writesNothingWhereAKeyHoldsSomethingElse(String key) {
        redis.set(key, "foreign");
        Job job = jobAt("a", LATER).on(new Terms(new Start.At(LATER), false, new GroupName("g"), null));

        assertThat(place(job)).isEqualTo(new Placement.Refused(Reason.WRONGTYPE));
        assertThat(redis.exists("rq:job:a", "holdfast:done:a", "rq:queues")).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rq:deferred:tests", "rq:job:parent:dependents"})
    void defersNothingWhereAKeyHoldsSomethingElse(String key) {
        place(job("parent"));
        redis.set(key, "foreign");

        assertThat(place(jobAfter("child", "parent"))).isEqualTo(new Placement.Refused(Reason.WRONGTYPE));
        assertThat(redis.exists("rq:job:child", "holdfast:done:child")).isZero();
    }

    private Placement place(Job job) {
        return queue.place(
                        List.of(StrayNode.withFingerprint(job)), Deadline.in(Duration.ofSeconds(5), System::nanoTime))
                .get(0);
    }

    private String run() {
        return link.state().run();
    }

    private static JobState state(Placement placement) {
        assertThat(placement).isInstanceOf(Placement.Placed.class);
        return ((Placement.Placed) placement).state();
    }

    private static Iterable<Warning> warnings(Placement placement) {
        return ((Placement.Placed) placement).warnings();
    }
}
