package dev.holdfast.redis;

import static dev.holdfast.testing.Jobs.job;
import static dev.holdfast.testing.Jobs.jobAtFront;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.job.Deadline;
import dev.holdfast.job.Job;
import dev.holdfast.job.JobQueue;
import dev.holdfast.job.JobQueueContract;
import dev.holdfast.job.JobState;
import dev.holdfast.job.Node;
import dev.holdfast.job.Placement;
import dev.holdfast.job.Reason;
import dev.holdfast.job.Warning;
import dev.holdfast.link.RedisLink;
import dev.holdfast.link.RedisUrl;
import dev.holdfast.link.TestLinks;
import dev.holdfast.testing.RedisServer;
import io.lettuce.core.api.sync.RedisCommands;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One healthy node, and keys in it that are not as they should be. */
@Tag("redis")
class RedisJobRepositoryTests extends JobQueueContract {

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

    @Override
    protected JobQueue queue() {
        return queue;
    }

    @Test
    void leavesTheJobTheQueueItsNameAndTheProof() {
        place(job("a"));

        assertThat(redis.hgetall("rq:job:a")).containsEntry("status", "queued").containsEntry("origin", "tests");
        assertThat(redis.lrange("rq:queue:tests", 0, -1)).containsExactly("a");
        assertThat(redis.smembers("rq:queues")).containsExactly("rq:queue:tests");
        assertThat(redis.get("holdfast:done:a"))
                .isEqualTo(job("a").fingerprint().value());
        assertThat(redis.ttl("holdfast:done:a")).isBetween(890L, 900L);
        assertThat(redis.ttl("rq:job:a")).isEqualTo(-1);
        assertThat(redis.keys("*"))
                .containsExactlyInAnyOrder(
                        "rq:job:a", "rq:queue:tests", "rq:queues", "holdfast:done:a", "holdfast:node", probe());
    }

    @Test
    void queuesInOrderAndAtTheFront() {
        place(job("a"), job("b"), jobAtFront("c"));

        assertThat(redis.lrange("rq:queue:tests", 0, -1)).containsExactly("c", "a", "b");
    }

    @Test
    void letsAJobExpireThatWaitsTooLong() {
        place(with(job("a"), Duration.ofSeconds(60)));

        assertThat(redis.ttl("rq:job:a")).isBetween(50L, 60L);
    }

    @Test
    void namesTheRunOfTheNode() {
        String run = redis.info("server")
                .lines()
                .filter(line -> line.startsWith("run_id:"))
                .findFirst()
                .orElseThrow()
                .substring("run_id:".length());

        assertThat(place(job("a")))
                .containsExactly(new Placement.Placed(Node.PRIMARY, run, JobState.QUEUED, Set.of(Warning.NO_WORKER)));
    }

    @Test
    void knowsAJobThatAWorkerHasFinishedAndDeleted() {
        place(job("a"));
        redis.del("rq:job:a", "rq:queue:tests");

        assertThat(place(job("a"))).hasExactlyElementsOfTypes(Placement.AlreadyPlaced.class);
        assertThat(redis.exists("rq:job:a", "rq:queue:tests")).isZero();
    }

    @Test
    void knowsAJobThatWaitsLongerThanItsProofIsKept() {
        Job job = withFingerprintInHash(job("a"));
        place(job);
        redis.del("holdfast:done:a");

        assertThat(place(job)).hasExactlyElementsOfTypes(Placement.AlreadyPlaced.class);
        assertThat(redis.llen("rq:queue:tests")).isEqualTo(1);
    }

    @Test
    void neverTouchesAJobThatSomebodyElsePutThere() {
        redis.hset("rq:job:a", "data", "theirs");

        assertThat(place(job("a"))).containsExactly(new Placement.Conflict());
        assertThat(redis.hgetall("rq:job:a")).hasSize(1).containsEntry("data", "theirs");
        assertThat(redis.exists("rq:queue:tests", "holdfast:done:a", "rq:queues"))
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rq:queue:tests", "rq:queues", "rq:job:a", "holdfast:done:a"})
    void writesNothingWhereAKeyHoldsSomethingElse(String key) {
        redis.zadd(key, 1, "foreign");

        assertThat(place(job("a"))).containsExactly(new Placement.Refused(Reason.WRONGTYPE));
        assertThat(redis.keys("*")).containsExactlyInAnyOrder(key, "holdfast:node", probe());
    }

    @Test
    void placesThoughTheNodeHasForgottenTheScript() {
        redis.scriptFlush();

        assertThat(place(job("a"))).hasExactlyElementsOfTypes(Placement.Placed.class);
        assertThat(redis.llen("rq:queue:tests")).isEqualTo(1);
    }

    @Test
    void placesABatchLargerThanOneFlushInItsOrder() {
        List<Job> jobs = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            jobs.add(job("job-" + i));
        }

        List<Placement> placements = place(jobs.toArray(Job[]::new));

        assertThat(placements).hasSize(300).hasOnlyElementsOfType(Placement.Placed.class);
        assertThat(redis.lrange("rq:queue:tests", 0, -1))
                .containsExactlyElementsOf(
                        jobs.stream().map(job -> job.id().value()).toList());
    }

    private String probe() {
        return redis.keys("holdfast:probe:*").get(0);
    }

    private List<Placement> place(Job... jobs) {
        return queue.place(List.of(jobs), Deadline.in(Duration.ofSeconds(5), System::nanoTime));
    }

    private static Job with(Job job, Duration ttl) {
        return new Job(job.id(), job.queue(), job.fingerprint(), job.remembered(), ttl, job.terms(), job.hash());
    }

    private static Job withFingerprintInHash(Job job) {
        List<byte[]> hash = new ArrayList<>(job.hash());
        hash.add("holdfast_fp".getBytes(StandardCharsets.UTF_8));
        hash.add(job.fingerprint().value().getBytes(StandardCharsets.UTF_8));
        return new Job(job.id(), job.queue(), job.fingerprint(), job.remembered(), null, job.terms(), hash);
    }
}
