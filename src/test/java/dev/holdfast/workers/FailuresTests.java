package dev.holdfast.workers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@WithWorkers
class FailuresTests {

    @Test
    void tellsWhyAJobFailed(Workshop shop) {
        shop.withEachCrew(crew -> {
            String id = shop.door().enqueue("""
                {"task": "tasks.fail", "args": ["the däemon is out"], "queue": "%s"}
                """.formatted(crew.queue()));

            JsonNode job = shop.door().ended(id);

            assertThat(job.path("state").asText()).isEqualTo("failed");
            assertThat(job.path("error").asText()).contains("ValueError: the däemon is out");
            assertThat(shop.redis().zscore("rq:failed:" + crew.queue(), id)).isNotNull();
        });
    }

    @Test
    void aTaskThatDoesNotExistFailsItsJobOnly(Workshop shop) {
        shop.withEachCrew(crew -> {
            String id = shop.door().enqueue("""
                {"task": "tasks.no_such_task", "queue": "%s"}
                """.formatted(crew.queue()));

            assertThat(shop.door().ended(id).path("state").asText()).isEqualTo("failed");
        });
    }

    @Test
    void argumentsThatDoNotFitFailTheirJobOnly(Workshop shop) {
        shop.withEachCrew(crew -> {
            String id = shop.door().enqueue("""
                {"task": "tasks.add", "args": [1, 2, 3], "queue": "%s"}
                """.formatted(crew.queue()));

            assertThat(shop.door().ended(id).path("error").asText()).contains("TypeError");
        });
    }

    @Test
    void aJobIsRetriedAtOnceWithoutIntervals(Workshop shop) {
        shop.withEachCrew(crew -> {
            String runs = counter();
            String id = shop.door().enqueue("""
                {"task": "tasks.flaky", "args": ["%s", 2], "queue": "%s", "retry": {"max": 3}}
                """.formatted(runs, crew.queue()));

            JsonNode job = shop.door().ended(id);

            assertThat(job.path("state").asText()).isEqualTo("finished");
            assertThat(job.path("result").asInt()).isEqualTo(3);
        });
    }

    @Test
    void aJobIsRetriedAfterItsInterval(Workshop shop) {
        shop.withEachCrew(crew -> {
            String runs = counter();
            String id = shop.door().enqueue("""
                {"task": "tasks.flaky", "args": ["%s", 1], "queue": "%s", "retry": {"max": 2, "intervals": [1, 2]}}
                """.formatted(runs, crew.queue()));

            JsonNode job = shop.door().ended(id);

            assertThat(job.path("state").asText()).isEqualTo("finished");
            assertThat(shop.redis().get(runs)).isEqualTo("2");
        });
    }

    @Test
    void aRetryWaitsAsLongAsItsInterval(Workshop shop) {
        shop.withEachCrew(crew -> {
            Instant submitted = Instant.now();
            String id = shop.door().enqueue("""
                {"task": "tasks.fail", "args": ["later"], "queue": "%s", "retry": {"max": 1, "intervals": [3600]}}
                """.formatted(crew.queue()));

            await().until(() -> shop.door().job(id).path("state").asText().equals("scheduled"));

            assertThat(shop.redis().zscore("rq:scheduled:" + crew.queue(), id))
                    .isCloseTo(submitted.getEpochSecond() + 3600.0, within(60.0));
        });
    }

    @Test
    void aJobFailsForGoodAfterItsLastRetry(Workshop shop) {
        shop.withEachCrew(crew -> {
            String runs = counter();
            String id = shop.door().enqueue("""
                {"task": "tasks.flaky", "args": ["%s", 9], "queue": "%s", "retry": {"max": 2, "intervals": [0]}}
                """.formatted(runs, crew.queue()));

            JsonNode job = shop.door().ended(id);

            assertThat(job.path("state").asText()).isEqualTo("failed");
            assertThat(job.path("error").asText()).contains("run 3 of 9");
            assertThat(shop.redis().get(runs)).isEqualTo("3");
        });
    }

    @Test
    void jobsThatFailAtOnceAndAreRetriedLeaveTheWorkerAlive(Workshop shop) {
        shop.withEachCrew(crew -> {
            List<String> failing = IntStream.range(0, 10)
                    .mapToObj(number -> shop.door().enqueue("""
                        {"task": "tasks.fail", "args": ["%d"], "queue": "%s", "retry": {"max": 3}}
                        """.formatted(number, crew.queue())))
                    .toList();

            assertThat(failing)
                    .allMatch(id -> shop.door().ended(id).path("state").asText().equals("failed"));
            shop.assertWorkersAreWell();
            String next = shop.door().enqueue("""
                {"task": "tasks.add", "args": [1, 1], "queue": "%s"}
                """.formatted(crew.queue()));
            assertThat(shop.door().ended(next).path("result").asInt()).isEqualTo(2);
        });
    }

    @Test
    void aJobThatRunsTooLongIsEnded(Workshop shop) {
        shop.withEachCrew(crew -> {
            String id = shop.door().enqueue("""
                {"task": "tasks.sleep", "args": [60], "queue": "%s", "timeout": 1}
                """.formatted(crew.queue()));

            JsonNode job = shop.door().ended(id);

            assertThat(job.path("state").asText()).isEqualTo("failed");
            assertThat(job.path("error").asText()).contains("JobTimeoutException");
        });
    }

    private static String counter() {
        return "runs:" + UUID.randomUUID();
    }
}
