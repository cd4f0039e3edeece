package dev.holdfast.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.job.Deadline;
import dev.holdfast.job.Job;
import dev.holdfast.job.JobQueue;
import dev.holdfast.job.Node;
import dev.holdfast.job.Start;
import dev.holdfast.link.RedisLink;
import dev.holdfast.link.RedisUrl;
import dev.holdfast.link.TestLinks;
import dev.holdfast.rq.GoldenCalls;
import dev.holdfast.rq.GoldenVectors;
import dev.holdfast.rq.RqKeys;
import dev.holdfast.testing.RedisServer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
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
 * <p>Allowed to differ: Holdfast's own keys and fields; the second job under the same id, which RQ merges into the
 * first and queues twice while Holdfast refuses it; {@code rq:queues}, which {@code enqueue_many} of RQ 2.0 forgets to
 * write, and RQ 1 for a job that waits for others; the scores of those, which mean something else in each version; and
 * the end of a scheduled job, which Holdfast counts from the time when it is due. What the hashes hold is compared where
 * they are encoded.
 */
@Tag("redis")
class GoldenNodeTests {

    /** Whose jobs RQ 2.0 enqueues by its {@code enqueue_many}. */
    private static final Set<String> BY_ENQUEUE_MANY = Set.of("enqueue_many", "group");

    /** So much later is every time, so that it never comes. */
    private static final Duration LATER = Duration.ofDays(40_000);

    @RegisterExtension
    static final RedisServer REDIS = new RedisServer();

    private static RedisLink link;
    private static JobQueue queue;

    @BeforeAll
    static void connect() {
        RedisNode node = RedisNode.open(TestLinks.links(), Node.PRIMARY, RedisUrl.parse("test", REDIS.url()));
        link = node.link();
        await().until(() -> link.state().isUp());
        queue = new RedisJobRepository(node, () -> false, Duration.ofSeconds(5));
    }

    @AfterAll
    static void disconnect() {
        link.close();
    }

    @TestFactory
    Stream<DynamicTest> leavesTheKeysThatRqLeaves() {
        return GoldenVectors.all()
                .filter(vector -> GoldenCalls.covers(vector.name()))
                .map(vector -> DynamicTest.dynamicTest(vector.toString(), () -> compare(vector)));
    }

    private static void compare(GoldenVectors.Vector vector) {
        REDIS.flushAll();
        List<Job> jobs = GoldenCalls.jobs(vector);
        jobs.forEach(job -> place(vector, job));

        assertThat(REDIS.commands().keys("rq:*")).containsExactlyInAnyOrderElementsOf(keys(vector));
        compareSets(vector);
        compareLists(vector);
        compareRegistries(vector, jobs);
        for (Job job : jobs.subList(0, vector.name().equals("same_id_twice") ? 1 : jobs.size())) {
            compareHash(vector, job);
        }
    }

    private static void place(GoldenVectors.Vector vector, Job job) {
        Job placed = job.terms().start() instanceof Start.At at
                ? job.on(job.terms().with(new Start.At(at.due().plus(LATER))))
                : job.withMissingParentsMet();
        queue.place(List.of(placed), Deadline.in(Duration.ofSeconds(5), System::nanoTime));
        if (vector.name().equals("depends_on_finished") && job.terms().start() instanceof Start.Now) {
            REDIS.commands().hset(RqKeys.job(job.id()), "status", "finished");
            REDIS.commands().lrem(RqKeys.queue(job.queue()), 1, job.id().value());
        }
    }

    private static Set<String> keys(GoldenVectors.Vector vector) {
        Set<String> keys = new TreeSet<>(vector.keys().keySet());
        if (BY_ENQUEUE_MANY.contains(vector.name()) && vector.version().equals("2.0.0")) {
            keys.add(RqKeys.queues());
        }
        return keys;
    }

    private static void compareSets(GoldenVectors.Vector vector) {
        for (String set : vector.keysOfType("set")) {
            List<String> members = new ArrayList<>(texts(vector, set));
            if (vector.name().equals("depends_on_other_queue")
                    && vector.version().startsWith("1.")
                    && set.equals(RqKeys.queues())) {
                members.add("rq:queue:default");
            }
            assertThat(REDIS.commands().smembers(set)).as(set).containsExactlyInAnyOrderElementsOf(members);
            assertThat(REDIS.commands().ttl(set)).as(set).isEqualTo(vector.ttl(set));
        }
    }

    private static void compareLists(GoldenVectors.Vector vector) {
        for (String list : vector.keysOfType("list")) {
            assertThat(REDIS.commands().lrange(list, 0, -1))
                    .containsExactlyElementsOf(
                            texts(vector, list).stream().distinct().toList());
        }
    }

    private static void compareRegistries(GoldenVectors.Vector vector, List<Job> jobs) {
        for (String registry : vector.keysOfType("zset")) {
            vector.value(registry).forEach(entry -> {
                String id = entry.get("member").asText();
                Double score = REDIS.commands().zscore(registry, id);
                Job job = jobs.stream()
                        .filter(one -> one.id().value().equals(id))
                        .findFirst()
                        .orElseThrow();
                if (registry.startsWith(RqKeys.DEFERRED)) {
                    Duration ttl = job.ttl();
                    assertThat(score).isGreaterThan(ttl == null ? Double.MAX_VALUE : 1e9 + ttl.toSeconds());
                } else if (vector.name().equals("enqueue_in")) {
                    assertThat(score).isNotNull();
                } else {
                    assertThat(score - LATER.toSeconds())
                            .isEqualTo(entry.get("score").asDouble());
                }
            });
            assertThat(REDIS.commands().zcard(registry))
                    .isEqualTo(vector.value(registry).size());
        }
    }

    private static void compareHash(GoldenVectors.Vector vector, Job job) {
        String key = RqKeys.job(job.id());
        Map<String, byte[]> theirs = vector.hash(key);
        Map<String, String> ours = fields(job.hash());
        ours.put("status", text(Objects.requireNonNull(theirs.get("status"))));
        if (!theirs.containsKey("enqueued_at")) {
            ours.remove("enqueued_at");
        }
        Map<String, String> stored = fields(stored(key));
        stored.remove(RqKeys.DUE_FIELD);
        assertThat(stored).isEqualTo(ours);
        if (vector.name().equals("enqueue_at_ttl")) {
            assertThat(REDIS.commands().ttl(key)).isGreaterThan(LATER.toSeconds());
        } else {
            assertThat(REDIS.commands().ttl(key)).isEqualTo(vector.ttl(key));
        }
    }

    private static Map<String, String> fields(List<byte[]> parts) {
        Map<String, String> fields = new TreeMap<>();
        for (int i = 0; i < parts.size(); i += 2) {
            fields.put(text(parts.get(i)), text(parts.get(i + 1)));
        }
        return fields;
    }

    /** Every byte as one character. */
    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
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
