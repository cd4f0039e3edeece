package dev.holdfast.workers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.testing.RedisServer;
import dev.holdfast.testing.ServiceProcess;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Stock workers count how often each job of an outage runs: once. */
@WithWorkers
@Tag("thorough")
class OutageTests {

    private static final Crew CREW = Crew.RQ_2_JSON;
    private static final int JOBS = 1_200;
    private static final int CLIENTS = 16;
    private static final Set<Integer> PROMISES = Set.of(200, 202);
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final String[] DURABLE = {"appendonly yes", "appendfsync always"};

    private final AtomicInteger promised = new AtomicInteger();

    @Test
    void eachJobRunsOnceThoughBothRedisAndTheServiceAreKilled() {
        List<RqWorker> workers = new ArrayList<>();
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        try (RedisServer primary = new RedisServer(DURABLE).start();
                RedisServer standby = new RedisServer(DURABLE).start();
                ServiceProcess service = serviceOn(primary, standby)) {
            FrontDoor door = new FrontDoor(service.port());
            IntStream.rangeClosed(1, JOBS).forEach(number -> clients.execute(() -> submitUntilPromised(door, number)));

            awaitPromised(JOBS / 10);
            primary.kill();
            standby.kill();
            awaitPromised(JOBS * 4 / 10);
            service.kill();
            service.start();
            awaitPromised(JOBS * 7 / 10);
            primary.start();
            standby.start();
            workers.add(workerOn(primary));
            workers.add(workerOn(primary));
            await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(() -> service.spooled() < JOBS / 4);
            service.kill();
            service.start();
            awaitPromised(JOBS);
            await().atMost(PATIENCE).until(service::isQuiet);
            await().atMost(PATIENCE)
                    .until(() -> runs(primary) == JOBS && primary.commands().llen("rq:queue:default") == 0);

            assertThat(primary.commands().keys("runs:*"))
                    .allSatisfy(key ->
                            assertThat(primary.commands().get(key)).as(key).isEqualTo("1"));
            assertThat(standby.commands().keys("runs:*")).isEmpty();
            assertThat(standby.commands().llen("rq:queue:default")).isZero();
        } finally {
            clients.shutdownNow();
            workers.forEach(RqWorker::close);
        }
    }

    private void submitUntilPromised(FrontDoor door, int number) {
        String submission = """
                {"task": "tasks.count", "args": ["runs:%1$d"], "job_id": "outage-%1$d"}""".formatted(number);
        await().atMost(PATIENCE)
                .pollInSameThread()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(50))
                .ignoreException(UncheckedIOException.class)
                .until(() -> PROMISES.contains(door.post(submission).statusCode()));
        promised.incrementAndGet();
    }

    private void awaitPromised(int jobs) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(5)).until(() -> promised.get() >= jobs);
    }

    private static long runs(RedisServer primary) {
        return primary.commands().keys("runs:*").size();
    }

    private static RqWorker workerOn(RedisServer node) {
        return new RqWorker(CREW, node.url(), "default", "--worker-class", "rq.SimpleWorker");
    }

    private static ServiceProcess serviceOn(RedisServer primary, RedisServer standby) {
        return new ServiceProcess(
                        "outage-with-workers",
                        "holdfast.redis.primary-url=" + primary.url(),
                        "holdfast.redis.standby-url=" + standby.url(),
                        "holdfast.rq.serializer=json",
                        "holdfast.guard.reconnect-longest=200ms",
                        "holdfast.failover.healthy=500ms",
                        "holdfast.failover.healthy-longest=800ms")
                .start();
    }
}
