package dev.holdfast.redis;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.job.JobId;
import dev.holdfast.job.Node;
import dev.holdfast.rq.GoldenVectors;
import dev.holdfast.rq.GoldenVectors.Vector;
import dev.holdfast.rq.RqKeys;
import dev.holdfast.testing.RedisServer;
import io.lettuce.core.api.sync.RedisCommands;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The whole database after a job was canceled, requeued or deleted, against what seven RQ versions left after theirs.
 *
 * <p>Allowed to differ: the moment; and the expiry of a requeued job's hash, which RQ lets run on from the failure.
 */
@Tag("redis")
class GoldenChangesTests {

    @RegisterExtension
    static final RedisServer REDIS = new RedisServer();

    private static ChangeNode node;
    private static RedisCommands<String, String> redis;

    @BeforeAll
    static void connect() {
        node = new ChangeNode(Node.PRIMARY, REDIS);
        redis = REDIS.commands();
    }

    @AfterAll
    static void disconnect() {
        node.close();
    }

    @TestFactory
    Stream<DynamicTest> aCanceledJobIsWhatRqMakesOfIt() {
        return after("canceled", "c-cancel", id -> {
            redis.hset(RqKeys.job(id), "status", "queued");
            redis.rpush("rq:queue:default", id.value());
            node.changes().cancel(id, ChangeNode.soon());
        });
    }

    @TestFactory
    Stream<DynamicTest> aCanceledScheduledJobIsWhatRqMakesOfIt() {
        return after("scheduled_then_canceled", "c-cancel-scheduled", id -> {
            redis.hset(RqKeys.job(id), "status", "scheduled");
            redis.zadd("rq:scheduled:default", 1_893_456_000, id.value());
            node.changes().cancel(id, ChangeNode.soon());
        });
    }

    @TestFactory
    Stream<DynamicTest> aRequeuedJobIsWhatRqMakesOfIt() {
        return after("failed_then_requeued", "c-requeue", id -> {
            redis.hset(
                    RqKeys.job(id),
                    Map.of("status", "failed", "started_at", "then", "ended_at", "then", "enqueued_at", "then"));
            redis.hdel(RqKeys.job(id), "exc_info");
            redis.expire(RqKeys.job(id), 31_536_000);
            redis.zadd("rq:failed:default", 9e9, id.value());
            node.changes().requeue(id, false, ChangeNode.soon());
        });
    }

    @TestFactory
    Stream<DynamicTest> aDeletedJobIsWhatRqMakesOfIt() {
        return after("deleted", "c-delete", id -> {
            redis.hset(RqKeys.job(id), Map.of("status", "queued", "origin", "default", "data", "x"));
            redis.rpush("rq:queue:default", id.value());
            node.changes().delete(id, ChangeNode.soon());
        });
    }

    private static Stream<DynamicTest> after(String state, String id, Consumer<JobId> change) {
        return GoldenVectors.states()
                .filter(vector -> vector.name().equals(state))
                .map(vector ->
                        DynamicTest.dynamicTest(vector.toString(), () -> compare(vector, new JobId(id), change)));
    }

    private static void compare(Vector vector, JobId id, Consumer<JobId> change) {
        REDIS.flushAll();
        String job = RqKeys.job(id);
        redis.sadd("rq:queues", "rq:queue:default");
        if (vector.keys().containsKey(job)) {
            vector.hash(job).forEach((name, value) -> REDIS.byteCommands().hset(bytes(job), bytes(name), value));
        }

        change.accept(id);

        Set<String> left = new TreeSet<>(redis.keys("*"));
        left.removeIf(key -> key.startsWith("holdfast:"));
        // The run before left it; nobody here has run anything.
        Set<String> expected = new TreeSet<>(vector.keys().keySet());
        expected.removeIf(key -> key.startsWith("rq:results:") || key.startsWith("rq:worker"));
        assertThat(left).isEqualTo(expected);
        if (expected.contains(job)) {
            assertThat(hash(job)).isEqualTo(withMoment(texts(vector.hash(job)), hash(job)));
        }
        for (String list : vector.keysOfType("list")) {
            assertThat(redis.lrange(list, 0, -1)).containsExactly(id.value());
        }
        for (String registry : vector.keysOfType("zset")) {
            JsonNode only = vector.value(registry).get(0);
            assertThat(redis.zrange(registry, 0, -1))
                    .containsExactly(only.get("member").asText());
            assertThat(redis.zscore(registry, id.value()) % 1)
                    .isEqualTo(only.get("score").asDouble() % 1);
        }
    }

    /** When it was enqueued anew has to have the same form, not to be the same moment. */
    private static Map<String, String> withMoment(Map<String, String> expected, Map<String, String> found) {
        Map<String, String> same = new TreeMap<>(expected);
        same.computeIfPresent("enqueued_at", (name, moment) -> {
            String ours = found.getOrDefault(name, "");
            return ours.replaceAll("[0-9]", "0").equals(moment.replaceAll("[0-9]", "0")) ? ours : moment;
        });
        return same;
    }

    private static Map<String, String> hash(String key) {
        Map<String, byte[]> fields = new HashMap<>();
        REDIS.byteCommands().hgetall(bytes(key)).forEach((name, value) -> fields.put(text(name), value));
        return texts(fields);
    }

    private static Map<String, String> texts(Map<String, byte[]> fields) {
        Map<String, String> texts = new TreeMap<>();
        fields.forEach((name, value) -> texts.put(name, new String(value, StandardCharsets.ISO_8859_1)));
        return texts;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
