package dev.holdfast.workers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The call that the platform's own backend makes, member for member. */
@WithWorkers
class PlatformCallTests {

    private static final String CALL = """
            {"task": "redis_queue.worker.run_orchestrator_task",
             "args": ["%1$s", "%2$s", "RC918/morningai"],
             "kwargs": {}, "queue": "orchestrator", "job_id": "%1$s", "timeout": 600, "ttl": 600,
             "result_ttl": 86400, "failure_ttl": 3600,
             "retry": {"max": 3, "intervals": [10, 30, 60]}, "meta": {"trace_id": "%1$s"}}
            """;

    private final String taskId = UUID.randomUUID().toString();

    @ParameterizedTest
    @EnumSource(names = {"RQ_1_JSON", "RQ_2_JSON", "RQ_3_JSON"})
    void isRunAndAnswered(Crew crew, Workshop shop) throws InterruptedException {
        String id = shop.door().enqueue(CALL.formatted(taskId, "What happens during a Redis outage?"));

        shop.work(crew, "orchestrator");

        JsonNode job = shop.door().ended(id);
        assertThat(id).isEqualTo(taskId);
        assertThat(job.path("state").asText()).isEqualTo("finished");
        assertThat(job.path("result")).isEqualTo(shop.door().read("""
                        {"task_id": "%1$s", "question": "What happens during a Redis outage?",
                         "repo": "RC918/morningai", "status": "done", "trace_id": "%1$s", "job_id": "%1$s"}
                        """.formatted(taskId)));
        assertThat(shop.redis().ttl("rq:job:" + id)).isBetween(86000L, 86400L);
    }

    @ParameterizedTest
    @EnumSource(names = {"RQ_1_JSON", "RQ_2_JSON", "RQ_3_JSON"})
    void isEnqueuedOnceHoweverOftenItIsRepeated(Crew crew, Workshop shop) throws InterruptedException {
        shop.door().enqueue(CALL.formatted(taskId, "Again?"));
        shop.door().enqueue(CALL.formatted(taskId, "Again?"));
        assertThat(shop.redis().llen("rq:queue:orchestrator")).isEqualTo(1);

        shop.work(crew, "orchestrator");
        shop.door().enqueue(CALL.formatted(taskId, "Again?"));

        assertThat(shop.redis().llen("rq:queue:orchestrator")).isZero();
    }

    @ParameterizedTest
    @EnumSource(names = {"RQ_1_JSON", "RQ_2_JSON", "RQ_3_JSON"})
    void waitsTenSecondsBeforeItsFirstRetry(Crew crew, Workshop shop) throws InterruptedException {
        Instant submitted = Instant.now();
        String id = shop.door().enqueue(CALL.formatted(taskId, ""));

        shop.work(crew, "orchestrator");
        Instant worked = Instant.now();

        assertThat(shop.door().job(id).path("state").asText()).isEqualTo("scheduled");
        assertThat(shop.redis().hget("rq:job:" + id, "retries_left")).isEqualTo("2");
        assertThat(shop.redis().zscore("rq:scheduled:orchestrator", id))
                .isBetween(submitted.getEpochSecond() + 10.0, worked.getEpochSecond() + 11.0);
    }
}
