package dev.holdfast.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.job.Deadline;
import dev.holdfast.job.Job;
import dev.holdfast.job.JobQueue;
import dev.holdfast.job.Node;
import dev.holdfast.link.RedisLink;
import dev.holdfast.link.RedisUrl;
import dev.holdfast.link.TestLinks;
import dev.holdfast.rq.GoldenCalls;
import dev.holdfast.rq.GoldenVectors;
import dev.holdfast.rq.RqKeys;
import dev.holdfast.testing.RedisServer;
import io.lettuce.core.api.sync.RedisCommands;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The whole database after Holdfast's calls, against what seven RQ versions left after theirs.
 *
 * <p>Allowed to differ: Holdfast's own keys; the second job under the same id, which RQ merges into the first and
 * queues twice while Holdfast refuses it; and {@code rq:queues}, which {@code enqueue_many} of RQ 2.0 forgets to write. What the hashes hold is compared where they are encoded.
 */
@Tag("redis")
class GoldenNodeTests {

    /** Vectors whose jobs a node has to put into another state than queued, or into a group. */
    private static final Set<String> NEED_OTHER_STATES = Set.of(
            "enqueue_in",
            "enqueue_at",
            "enqueue_at_front",
            "enqueue_at_ttl",
            "enqueue_at_offset",
            "depends_on_one",
            "depends_on_id_string",
            "depends_on_two",
            "depends_on_ttl",
            "depends_on_allow_failure_front",
            "depends_on_finished",
            "depends_on_missing",
            "depends_on_other_queue",
            "enqueue_many_dependency",
            "group");

    @RegisterExtension
    static final RedisServer REDIS = new RedisServer();

    private static RedisLink link;
    private static JobQueue queue;

    @BeforeAll
    static void connect() {
        RedisNode node = RedisNode.open(TestLinks.links(), Node.PRIMARY, RedisUrl.parse("test", REDIS.url()));
        link = node.link();
        await().until(() -> link.state().isUp());
        queue = new RedisJobRepository(link, node.place(), () -> false, Duration.ofSeconds(5));
    }

    @AfterAll
    static void disconnect() {
        link.close();
    }

    @TestFactory
    Stream<DynamicTest> leavesTheKeysThatRqLeaves() {
        return GoldenVectors.all()
                .filter(vector -> GoldenCalls.covers(vector.name()))
                .filter(vector -> !NEED_OTHER_STATES.contains(vector.name()))
                .map(vector -> DynamicTest.dynamicTest(vector.toString(), () -> compare(vector)));
    }

    private static void compare(GoldenVectors.Vector vector) {
        REDIS.flushAll();
        RedisCommands<String, String> redis = REDIS.commands();
        List<Job> jobs = GoldenCalls.jobs(vector);
        jobs.forEach(job -> queue.place(List.of(job), Deadline.in(Duration.ofSeconds(5), System::nanoTime)));

        Set<String> keys = new TreeSet<>(vector.keys().keySet());
        if (vector.name().equals("enqueue_many") && vector.version().equals("2.0.0")) {
            keys.add(RqKeys.queues());
        }
        assertThat(redis.keys("rq:*")).containsExactlyInAnyOrderElementsOf(keys);
        for (String set : vector.keysOfType("set")) {
            assertThat(redis.smembers(set)).containsExactlyInAnyOrderElementsOf(texts(vector, set));
        }
        for (String list : vector.keysOfType("list")) {
            assertThat(redis.lrange(list, 0, -1))
                    .containsExactlyElementsOf(
                            texts(vector, list).stream().distinct().toList());
        }
        for (Job job : jobs.subList(0, vector.name().equals("same_id_twice") ? 1 : jobs.size())) {
            String key = RqKeys.job(job.id());
            assertThat(redis.ttl(key)).isEqualTo(vector.ttl(key));
            assertThat(stored(key)).containsExactlyInAnyOrderElementsOf(job.hash());
        }
    }

    private static List<byte[]> stored(String key) {
        List<byte[]> parts = new ArrayList<>();
        REDIS.byteCommands().hgetall(key.getBytes(StandardCharsets.UTF_8)).forEach((name, value) -> {
            parts.add(name);
            parts.add(value);
        });
        return parts;
    }

    private static List<String> texts(GoldenVectors.Vector vector, String key) {
        List<String> texts = new ArrayList<>();
        vector.value(key).forEach(text -> texts.add(text.asText()));
        return texts;
    }
}
