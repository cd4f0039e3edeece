package dev.holdfast.workers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.doctor.Examination;
import dev.holdfast.testing.RedisServer;
import dev.holdfast.testing.ServiceProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The doctor sees what real workers do, and what they cannot do.
 *
 * <p>It is asked beside the service, whose own answers are up to 10 s old.
 */
@WithWorkers
@Tag("thorough")
class DoctorOfWorkersTests {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @RegisterExtension
    static final RedisServer REDIS = new RedisServer();

    private static ServiceProcess service;

    private final List<RqWorker> workers = new ArrayList<>();

    @BeforeAll
    static void open() {
        service = new ServiceProcess("doctor-of-workers", "holdfast.redis.primary-url=" + REDIS.url()).start();
    }

    @AfterAll
    static void close() {
        service.close();
    }

    @AfterEach
    void leave() {
        workers.forEach(RqWorker::close);
        // Without what is the service's own: to it, an empty Redis is one that has lost its data.
        REDIS.commands().keys("rq:*").forEach(key -> REDIS.commands().del(key));
    }

    @ParameterizedTest
    @EnumSource(names = {"RQ_1_PICKLE", "RQ_2_PICKLE", "RQ_3_PICKLE"})
    void aWorkerOfTheWrongSerializerFailsEveryJobAndTheDoctorSaysSo(Crew wrong) {
        new FrontDoor(service.port()).enqueue("{\"task\": \"tasks.add\", \"args\": [1, 2], \"ttl\": 600}");

        says(Map.of("workers-missing", "problem", "workers-ttl", "warning", "workers-serializer", "ok"));

        workers.add(new RqWorker(wrong, REDIS.url(), "default"));
        await().atMost(PATIENCE).until(() -> REDIS.commands().zcard("rq:failed:default") == 1);

        says(Map.of("workers-serializer", "problem", "workers-missing", "ok", "workers-version", "ok"));
    }

    @ParameterizedTest
    @EnumSource(names = {"RQ_1_JSON", "RQ_2_JSON", "RQ_3_JSON"})
    void aSchedulerIsMissedAndThenSeen(Crew crew) {
        REDIS.commands().sadd("rq:queues", "rq:queue:default");
        REDIS.commands().zadd("rq:scheduled:default", 4_102_444_800.0, "later");
        workers.add(new RqWorker(crew, REDIS.url(), "default"));
        await().atMost(PATIENCE).until(() -> REDIS.commands().scard("rq:workers") == 1);
        says(Map.of("workers-scheduler", "warning"));
        REDIS.commands().zadd("rq:scheduled:default", 1.0, "overdue");
        says(Map.of("workers-scheduler", "problem"));
        REDIS.commands().zrem("rq:scheduled:default", "overdue");

        workers.add(new RqWorker(crew, REDIS.url(), "default", "--with-scheduler"));

        says(Map.of("workers-scheduler", "ok"));
        REDIS.commands().set("rq:suspended", "1");
        says(Map.of("workers-suspended", "problem"));
    }

    /** The workers come to it in their own time. */
    private static void says(Map<String, String> verdicts) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            Examination examination = Examination.of(REDIS.url());
            verdicts.forEach(
                    (id, verdict) -> assertThat(examination.word(id)).as(id).isEqualTo(verdict));
        });
    }
}
