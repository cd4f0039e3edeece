package dev.holdfast.workers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.testing.RedisServer;
import dev.holdfast.testing.ServiceProcess;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Workers with RQ's scheduler serve both nodes: what the standby took in an outage runs once, here or there. */
@WithWorkers
@Tag("thorough")
class StandbySchedulerTests {

    private static final Crew CREW = Crew.RQ_2_JSON;
    private static final int JOBS = 40;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String[] DURABLE = {"appendonly yes", "appendfsync always"};

    @Test
    void jobsWithATimeOrAParentRunOnceThoughTheyMayRunOnBothNodes() {
        List<RqWorker> workers = new ArrayList<>();
        try (RedisServer primary = new RedisServer(DURABLE).start();
                RedisServer standby = new RedisServer(DURABLE).start();
                ServiceProcess service = serviceOn(primary, standby)) {
            FrontDoor door = new FrontDoor(service.port());
            workers.add(workerOn(standby));
            primary.kill();
            await().atMost(PATIENCE)
                    .until(() -> door.post("{\"task\": \"tasks.nothing\"}").statusCode() == 200);

            IntStream.range(0, JOBS).forEach(number -> door.enqueue("""
                    {"task": "tasks.count", "args": ["runs:due-%1$d"], "job_id": "due-%1$d", "run_in": %2$d}""".formatted(number, 1 + number % 6)));
            IntStream.range(0, JOBS).forEach(number -> {
                door.enqueue("""
                        {"task": "tasks.count", "args": ["runs:parent-%1$d"], "job_id": "parent-%1$d", "run_in": %2$d}""".formatted(number, 1 + number % 6));
                door.enqueue("""
                        {"task": "tasks.count", "args": ["runs:child-%1$d"], "job_id": "child-%1$d",
                         "depends_on": ["parent-%1$d"]}""".formatted(number));
            });
            await().atMost(PATIENCE).until(() -> runs(standby) > 5);
            primary.start();
            workers.add(workerOn(primary));

            await().atMost(PATIENCE).until(() -> runs(primary) + runs(standby) >= 3 * JOBS);
            await().atMost(PATIENCE).until(service::isQuiet);

            Stream.of("due", "parent", "child")
                    .flatMap(kind -> IntStream.range(0, JOBS).mapToObj(number -> "runs:" + kind + "-" + number))
                    .forEach(key -> assertThat(count(primary, key) + count(standby, key))
                            .as(key)
                            .isEqualTo(1));
        } finally {
            workers.forEach(RqWorker::close);
        }
    }

    private static long runs(RedisServer node) {
        return node.commands().keys("runs:*").size();
    }

    private static int count(RedisServer node, String key) {
        RedisCommands<String, String> redis = node.commands();
        String count = redis.get(key);
        return count == null ? 0 : Integer.parseInt(count);
    }

    private static RqWorker workerOn(RedisServer node) {
        return new RqWorker(CREW, node.url(), "default", "--with-scheduler", "--worker-class", "rq.SimpleWorker");
    }

    private static ServiceProcess serviceOn(RedisServer primary, RedisServer standby) {
        return new ServiceProcess(
                        "scheduler-on-the-standby",
                        "holdfast.redis.primary-url=" + primary.url(),
                        "holdfast.redis.standby-url=" + standby.url(),
                        "holdfast.standby.workers=true",
                        "holdfast.rq.serializer=json",
                        "holdfast.guard.reconnect-longest=200ms",
                        "holdfast.failover.healthy=500ms",
                        "holdfast.failover.healthy-longest=800ms")
                .start();
    }
}
