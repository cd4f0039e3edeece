package dev.holdfast.workers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.testing.RedisServer;
import dev.holdfast.testing.ServiceProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The doctor sees what real workers do, and what they cannot do. */
@WithWorkers
@Tag("thorough")
class DoctorOfWorkersTests {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final RedisServer redis = new RedisServer();
    private final List<RqWorker> workers = new ArrayList<>();
    private ServiceProcess service;
    private FrontDoor door;

    @BeforeEach
    void start() {
        redis.start();
        service = new ServiceProcess("doctor-of-workers", "holdfast.redis.primary-url=" + redis.url()).start();
        door = new FrontDoor(service.port());
    }

    @AfterEach
    void stop() {
        workers.forEach(RqWorker::close);
        service.close();
        redis.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"OLD_PICKLE", "NEW_PICKLE"})
    void aWorkerOfTheWrongSerializerFailsEveryJobAndTheDoctorSaysSo(Crew wrong) {
        door.enqueue("{\"task\": \"tasks.add\", \"args\": [1, 2], \"ttl\": 600}");

        says("workers-missing", "problem");
        says("workers-ttl", "warning");
        says("workers-serializer", "ok");

        workers.add(new RqWorker(wrong, redis.url(), "default"));
        await().atMost(PATIENCE).until(() -> redis.commands().zcard("rq:failed:default") == 1);

        says("workers-serializer", "problem");
        says("workers-missing", "ok");
        says("workers-version", "ok");
    }

    @ParameterizedTest
    @EnumSource(names = {"OLD_JSON", "NEW_JSON"})
    void aSchedulerIsMissedAndThenSeen(Crew crew) {
        redis.commands().sadd("rq:queues", "rq:queue:default");
        redis.commands().zadd("rq:scheduled:default", 4_102_444_800.0, "later");
        workers.add(new RqWorker(crew, redis.url(), "default"));
        await().atMost(PATIENCE).until(() -> redis.commands().scard("rq:workers") == 1);
        says("workers-scheduler", "warning");
        redis.commands().zadd("rq:scheduled:default", 1.0, "overdue");
        says("workers-scheduler", "problem");
        redis.commands().zrem("rq:scheduled:default", "overdue");

        workers.add(new RqWorker(crew, redis.url(), "default", "--with-scheduler"));

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(verdict("workers-scheduler")).isEqualTo("ok"));
        redis.commands().set("rq:suspended", "1");
        says("workers-suspended", "problem");
    }

    /** The endpoint looks once in 10 s at most. */
    private void says(String id, String verdict) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(verdict(id)).as(id).isEqualTo(verdict));
    }

    private String verdict(String id) {
        for (JsonNode check : door.read(service.get("/actuator/doctor")).path("checks")) {
            if (check.path("id").asText().equals(id)) {
                return check.path("verdict").asText();
            }
        }
        return "not found";
    }
}
