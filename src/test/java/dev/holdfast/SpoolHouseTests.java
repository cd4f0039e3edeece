package dev.holdfast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.testing.House;
import dev.holdfast.testing.OpenApiDocument;
import dev.holdfast.testing.RedisServer;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The whole service while no node takes jobs, and they lie on its disk. */
@Tag("redis")
@Tag("one-redis-is-enough")
class SpoolHouseTests {

    @RegisterExtension
    static final RedisServer PRIMARY = new RedisServer();

    @RegisterExtension
    static final RedisServer STANDBY = new RedisServer();

    private static House house;

    private final String id = UUID.randomUUID().toString();

    @BeforeAll
    static void open() {
        house = new House(House.patient(
                "holdfast.redis.primary-url=" + PRIMARY.url(),
                "holdfast.redis.standby-url=" + STANDBY.url(),
                "holdfast.guard.reconnect-longest=200ms",
                "holdfast.failover.healthy=300ms",
                "holdfast.failover.healthy-longest=300ms"));
    }

    @AfterAll
    static void close() {
        house.close();
    }

    @BeforeEach
    void loseBoth() {
        Stream.of(PRIMARY, STANDBY).filter(RedisServer::isRunning).forEach(RedisServer::kill);
        await().until(() -> house.get("/actuator/failover").body().startsWith("{\"active\":\"none\""));
    }

    @Test
    void answersWhatItsDocumentListsAndServesThat() {
        assertThat(house.routes()).containsExactlyInAnyOrderElementsOf(OpenApiTests.registered());

        HttpResponse<String> document = house.get("/openapi.yaml");
        assertThat(document.body()).isEqualTo(OpenApiDocument.text());
        assertThat(document.headers().firstValue("Content-Type")).hasValue("application/yaml");
    }

    @Test
    void tellsOfAJobThatLiesOnTheDisk() {
        assertThat(enqueue().statusCode()).isEqualTo(202);

        HttpResponse<String> answer = house.get("/jobs/" + id);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body())
                .startsWith("{\"job_id\":\"" + id + "\",\"state\":\"spooled\",\"queue\":\"default\",\"since\":\"20")
                .containsPattern("Z\",\"position\":[1-9][0-9]*,\"reason\":\"[a-z_]+\",\"durability\":\"disk\"}$");
    }

    @Test
    void cannotTellOfAJobThatNobodyHasHereWhileRedisCannotBeAsked() {
        assertThat(house.get("/jobs/" + id).statusCode()).isEqualTo(503);
        assertThat(house.get("/jobs/" + id).body()).contains("\"code\":\"redis_unavailable\"");
        assertThat(house.delete("/jobs/" + id).statusCode()).isEqualTo(503);
        assertThat(house.post("/jobs/" + id + "/cancel", "").statusCode()).isEqualTo(503);
    }

    @Test
    void takesAJobBackOnce() {
        enqueue();

        HttpResponse<String> answer = house.delete("/jobs/" + id);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"job_id\":\"" + id + "\",\"state\":\"canceled\"}");
        restart();
        assertThat(house.get("/jobs/" + id).statusCode()).isEqualTo(404);
        HttpResponse<String> again = house.delete("/jobs/" + id);
        assertThat(again.statusCode()).isEqualTo(404);
        assertThat(again.body()).contains("\"code\":\"job_not_found\"");
        assertThat(PRIMARY.commands().exists("rq:job:" + id)).isZero();
    }

    @Test
    void takesNoJobFromUnderOthersThatWaitForIt() {
        enqueue();
        house.post("/enqueue", "{\"task\": \"a.b\", \"job_id\": \"child\", \"depends_on\": [\"" + id + "\"]}");

        HttpResponse<String> answer = house.delete("/jobs/" + id);

        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.body()).contains("\"code\":\"wrong_job_state\"", "\"state\":\"spooled\"", "wait for it");
        assertThat(house.delete("/jobs/child").statusCode()).isEqualTo(200);
        assertThat(house.delete("/jobs/" + id).statusCode()).isEqualTo(200);
    }

    @Test
    void takesAJobBackByItsOtherNameToo() {
        enqueue();

        assertThat(house.post("/jobs/" + id + "/cancel", "").body())
                .isEqualTo("{\"job_id\":\"" + id + "\",\"state\":\"canceled\"}");
    }

    @Test
    void takesAJobBackThatIsInRedis() {
        restart();
        assertThat(enqueue().statusCode()).isEqualTo(200);

        HttpResponse<String> canceled = house.post("/jobs/" + id + "/cancel", "");

        assertThat(canceled.statusCode()).isEqualTo(200);
        assertThat(canceled.body())
                .isEqualTo(
                        "{\"job_id\":\"" + id + "\",\"state\":\"canceled\",\"node\":\"primary\",\"was\":\"queued\"}");
        HttpResponse<String> again = house.post("/jobs/" + id + "/cancel", "");
        assertThat(again.statusCode()).isEqualTo(409);
        assertThat(again.body())
                .contains("\"code\":\"wrong_job_state\"", "\"state\":\"canceled\"", "\"node\":\"primary\"");
        assertThat(house.delete("/jobs/" + id).body())
                .isEqualTo(
                        "{\"job_id\":\"" + id + "\",\"state\":\"deleted\",\"node\":\"primary\",\"was\":\"canceled\"}");
        assertThat(house.delete("/jobs/" + id).body()).contains("\"code\":\"job_not_found\"", "nothing is left of it");
        assertThat(house.get("/jobs/" + id).body()).contains("\"state\":\"gone\"");
        assertThat(PRIMARY.commands().exists("rq:job:" + id)).isZero();
    }

    @Test
    void requeuesAJobThatHasFailed() {
        restart();
        enqueue();
        assertThat(house.post("/jobs/" + id + "/requeue", "").body())
                .contains("\"code\":\"wrong_job_state\"", "\"state\":\"queued\"");
        PRIMARY.commands().lrem("rq:queue:default", 1, id);
        PRIMARY.commands().hset("rq:job:" + id, "status", "failed");
        PRIMARY.commands().zadd("rq:failed:default", 9e9, id);

        assertThat(house.post("/jobs/" + id + "/requeue?at_front=perhaps", "").body())
                .contains("\"code\":\"bad_request\"", "at_front");
        assertThat(house.post("/jobs/" + id + "/requeue?at_front=true", "").body())
                .isEqualTo("{\"job_id\":\"" + id + "\",\"state\":\"queued\",\"node\":\"primary\",\"was\":\"failed\"}");
        assertThat(PRIMARY.commands().lindex("rq:queue:default", 0)).isEqualTo(id);
    }

    @Test
    void refusesAnOptionThatItDoesNotKnowBeforeAnythingIsChanged() {
        enqueue();

        for (HttpResponse<String> answer : List.of(
                house.post("/jobs/" + id + "/cancel?enqueue_dependents=true", ""),
                house.delete("/jobs/" + id + "?delete_dependents=true"),
                house.post("/jobs/" + id + "/requeue?front=true", ""))) {
            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(answer.body()).contains("\"code\":\"bad_request\"", "there is no option");
        }
        assertThat(house.get("/jobs/" + id).body()).contains("\"state\":\"spooled\"");
    }

    @Test
    void waitsForTheEndOfAJobThatBeginsOnTheDisk() {
        enqueue();
        assertThat(house.get("/jobs/" + id + "?wait=0").body()).contains("\"state\":\"spooled\"", "\"timed_out\":true");
        CompletableFuture<HttpResponse<String>> answer =
                CompletableFuture.supplyAsync(() -> house.get("/jobs/" + id + "?wait=1m"));
        await().until(() ->
                house.get("/actuator/metrics/holdfast.jobs.waiters").body().contains("\"value\":1.0"));

        restart();
        await().until(() -> PRIMARY.commands().exists("rq:job:" + id) == 1);
        PRIMARY.commands().hset("rq:job:" + id, "status", "finished");

        assertThat(answer.join().body())
                .contains("\"state\":\"finished\"", "\"node\":\"primary\"")
                .doesNotContain("timed_out");
    }

    @Test
    void refusesToWaitForEverOrForNothing() {
        assertThat(house.get("/jobs/" + id + "?wait=1h").body())
                .contains("\"code\":\"bad_request\"", "wait is \\\"1h\\\"", "60 seconds");
        assertThat(house.get("/jobs/a%20b?wait=1s").body()).contains("\"code\":\"invalid_job_id\"");
        restart();
        assertThat(house.get("/jobs/" + id + "?wait=1m").statusCode()).isEqualTo(404);
    }

    @Test
    void doesNotRequeueWhatLiesOnTheDiskOrIsUnknown() {
        assertThat(house.post("/jobs/" + id + "/requeue", "").statusCode()).isEqualTo(503);
        restart();
        assertThat(house.post("/jobs/" + id + "/requeue", "").body()).contains("\"code\":\"job_not_found\"");
        assertThat(house.post("/jobs/a%20b/requeue", "").statusCode()).isEqualTo(400);
    }

    @Test
    void refusesAnIdThatIsNone() {
        assertThat(house.delete("/jobs/a%20b").body()).contains("\"code\":\"invalid_job_id\"");
        assertThat(house.post("/jobs/a%20b/cancel", "").statusCode()).isEqualTo(400);
    }

    @Test
    void staysReadyWhileOnlyTheDiskTakesJobs() {
        assertThat(house.get("/actuator/health/redis").body()).startsWith("{\"status\":\"DEGRADED\"");
        assertThat(house.get("/actuator/health/spool").body()).contains("\"accepting\":true");
        assertThat(house.get("/actuator/health").statusCode()).isEqualTo(200);
        assertThat(house.get("/readyz").statusCode()).isEqualTo(200);
    }

    @Test
    void isOutOfServiceWhenTheDiskTakesNothingEither() throws IOException {
        Path spool = house.directory().resolve("spool");
        Path elsewhere = house.directory().resolve("elsewhere");
        Files.move(spool, elsewhere);
        Files.createFile(spool);
        try {
            await().until(() -> house.get("/readyz").statusCode() == 503);
            assertThat(house.get("/actuator/health/redis").body()).startsWith("{\"status\":\"OUT_OF_SERVICE\"");
            assertThat(house.get("/actuator/health/spool").body())
                    .startsWith("{\"status\":\"DEGRADED\"")
                    .contains("\"accepting\":false,\"reason\":\"disk_failed\"");
            assertThat(enqueue().statusCode()).isEqualTo(503);
        } finally {
            Files.delete(spool);
            Files.move(elsewhere, spool);
        }
        await().until(() -> house.get("/readyz").statusCode() == 200);
    }

    @Test
    void showsItsMetersAndItsState() {
        enqueue();

        assertThat(house.get("/actuator/spool").body())
                .startsWith("{\"accepting\":true,\"waiting\":")
                .contains("\"stuck\":[]");
        assertThat(house.get("/actuator/prometheus").body())
                .containsPattern("holdfast_spool_jobs\\{state=\"waiting\"\\} [1-9]")
                .contains("holdfast_spool_accepting 1.0", "holdfast_possible_doubles_total{cause=\"max_hold\"} 0.0");
    }

    @Test
    void exportsToOperatorsOnly() {
        enqueue();

        HttpResponse<String> export = house.post("/actuator/spool", "{\"action\":\"export\"}");

        assertThat(export.statusCode()).isEqualTo(200);
        assertThat(export.headers().firstValue("Content-Type")).hasValue("application/x-ndjson");
        assertThat(export.body().lines().filter(line -> line.contains("\"id\":\"" + id + "\"")))
                .hasSize(1)
                .allMatch(line -> line.startsWith("{\"seq\":") && line.contains("\"intact\":true"));
        HttpResponse<String> stranger =
                house.post("/actuator/spool", "{\"action\":\"export\"}", "X-Forwarded-For", "10.0.0.1");
        assertThat(stranger.statusCode()).isEqualTo(403);
        assertThat(stranger.body()).doesNotContain(id);
    }

    @Test
    void saysWhatIsWrongWithAnOrder() {
        assertThat(house.post("/actuator/spool", "{\"action\":\"retry\"}").body())
                .contains("\"invalid_spool_action\"", "\"/job_id\"");
        assertThat(house.post("/actuator/spool", "{\"action\":\"discard\",\"job_id\":\"" + id + "\"}")
                        .statusCode())
                .isEqualTo(404);
    }

    private static void restart() {
        PRIMARY.restart();
        STANDBY.restart();
        await().until(() -> house.get("/actuator/failover").body().startsWith("{\"active\":\"primary\""));
        await().until(() -> house.get("/jobs/never").statusCode() == 404);
    }

    private HttpResponse<String> enqueue() {
        return house.post("/enqueue", "{\"task\": \"tasks.add\", \"args\": [1, 2], \"job_id\": \"" + id + "\"}");
    }
}
