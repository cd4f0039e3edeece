package dev.holdfast.workers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Jobs that are canceled, requeued, deleted and waited for while workers run. */
@WithWorkers
class ChangesTests {

    @ParameterizedTest
    @EnumSource(Crew.class)
    void aCanceledJobIsNotRunAndTheNextOneIs(Crew crew, Workshop shop) throws InterruptedException {
        String canceled = onShelf(crew, shop);
        String next = onShelf(crew, shop);

        assertThat(shop.door().change(canceled, "cancel").statusCode()).isEqualTo(200);
        shop.work(crew, crew.shelf());

        assertThat(shop.door().ended(next).path("result").asInt()).isEqualTo(3);
        assertThat(shop.door().job(canceled).path("state").asText()).isEqualTo("canceled");
        assertThat(shop.door().job(canceled).path("started_at").isMissingNode()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(Crew.class)
    void aDeletedJobIsNotRunAndTheNextOneIs(Crew crew, Workshop shop) throws InterruptedException {
        String deleted = onShelf(crew, shop);
        String next = onShelf(crew, shop);

        assertThat(shop.door().delete(deleted).statusCode()).isEqualTo(200);
        shop.work(crew, crew.shelf());

        assertThat(shop.door().ended(next).path("result").asInt()).isEqualTo(3);
        assertThat(shop.door().job(deleted).path("state").asText()).isEqualTo("gone");
        assertThat(shop.redis().keys("rq:*" + deleted + "*")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Crew.class)
    void aRunningJobIsLeftToItsWorker(Crew crew, Workshop shop) {
        shop.redis().set("held", "until all has been asked");
        try {
            String id = shop.door().enqueue("""
                    {"task": "tasks.count_when_free", "args": ["runs:%s"], "queue": "%s"}
                    """.formatted(UUID.randomUUID(), crew.queue()));
            await().until(() -> shop.door().job(id).path("state").asText().equals("started"));

            HttpResponse<String> refusal = shop.door().change(id, "cancel");

            assertThat(refusal.statusCode()).isEqualTo(409);
            assertThat(refusal.body()).contains("\"state\":\"started\"");
            assertThat(shop.door().delete(id).statusCode()).isEqualTo(409);
            shop.redis().del("held");
            assertThat(shop.door().ended(id).path("state").asText()).isEqualTo("finished");
        } finally {
            shop.redis().del("held");
        }
    }

    @ParameterizedTest
    @EnumSource(Crew.class)
    void aJobThatFailedIsRunAgain(Crew crew, Workshop shop) {
        String runs = "runs:" + UUID.randomUUID();
        String id = shop.door().enqueue("""
                {"task": "tasks.flaky", "args": ["%s", 1], "queue": "%s", "failure_ttl": 3600}
                """.formatted(runs, crew.queue()));
        assertThat(shop.door().ended(id).path("state").asText()).isEqualTo("failed");

        assertThat(shop.door().change(id, "requeue").statusCode()).isEqualTo(200);

        await().until(() -> shop.door().job(id).path("state").asText().equals("finished"));
        assertThat(shop.redis().get(runs)).isEqualTo("2");
        assertThat(shop.door().delete(id).statusCode()).isEqualTo(200);
        assertThat(shop.redis().keys("rq:*" + id + "*")).isEmpty();
        assertThat(shop.redis().zscore("rq:finished:" + crew.queue(), id)).isNull();
        shop.assertWorkersAreWell();
    }

    @ParameterizedTest
    @EnumSource(Crew.class)
    void whoeverWaitsIsToldTheResult(Crew crew, Workshop shop) throws InterruptedException {
        String id = onShelf(crew, shop);
        CompletableFuture<HttpResponse<String>> answer =
                CompletableFuture.supplyAsync(() -> shop.door().get(id + "?wait=1m"));

        shop.work(crew, crew.shelf());

        JsonNode job = shop.door().read(answer.join().body());
        assertThat(job.path("state").asText()).isEqualTo("finished");
        assertThat(job.path("result").asInt()).isEqualTo(3);
        assertThat(job.path("timed_out").isMissingNode()).isTrue();
    }

    private static String onShelf(Crew crew, Workshop shop) {
        return shop.door().enqueue("""
                {"task": "tasks.add", "args": [1, 2], "queue": "%s"}
                """.formatted(crew.shelf()));
    }
}
