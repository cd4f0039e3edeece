package dev.holdfast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.testing.House;
import dev.holdfast.testing.RedisServer;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The whole service on two nodes that fail, without a spool, as its callers see it. */
@Tag("redis")
@Tag("one-redis-is-enough")
class HouseTests {

    @RegisterExtension
    static final RedisServer PRIMARY = new RedisServer("appendonly yes", "appendfsync always");

    @RegisterExtension
    static final RedisServer STANDBY = new RedisServer("appendonly yes", "appendfsync always");

    private static House house;

    @BeforeAll
    static void open() {
        house = new House(House.patient(
                "holdfast.redis.primary-url=" + PRIMARY.url(),
                "holdfast.redis.standby-url=" + STANDBY.url(),
                "holdfast.spool.enabled=false",
                "holdfast.guard.reconnect-longest=200ms",
                "holdfast.failover.healthy=300ms",
                "holdfast.failover.healthy-longest=300ms"));
    }

    @AfterAll
    static void close() {
        house.close();
    }

    @BeforeEach
    void heal() {
        Stream.of(PRIMARY, STANDBY).filter(redis -> !redis.isRunning()).forEach(RedisServer::start);
        await().until(() -> health().startsWith("{\"status\":\"UP\""));
        await().until(() -> house.get("/actuator/failover").body().startsWith("{\"active\":\"primary\""));
        // What is on its way home from the last test would be finished in this one, under the same id.
        await().until(() -> STANDBY.commands().exists("holdfast:strays", "holdfast:claims") == 0);
        PRIMARY.flushAll();
        STANDBY.flushAll();
    }

    @Test
    void takesAJobAndTellsWhatBecameOfIt() {
        HttpResponse<String> receipt = enqueue("a");

        assertThat(receipt.statusCode()).isEqualTo(200);
        assertThat(receipt.body())
                .startsWith("{\"status\":\"success\",\"job_id\":\"a\",\"queue\":\"default\",\"state\":\"queued\","
                        + "\"node\":\"primary\",\"durability\":\"redis\",\"warnings\":[{\"code\":\"no_worker\",");
        assertThat(house.get("/jobs/a").body())
                .startsWith("{\"job_id\":\"a\",\"state\":\"queued\",\"node\":\"primary\",\"queue\":\"default\","
                        + "\"description\":\"tasks.add(1, 2)\",\"created_at\":\"");
    }

    @Test
    void takesABatchInItsOrder() {
        String batch = IntStream.range(0, 250)
                .mapToObj(i -> "{\"task\": \"tasks.add\", \"job_id\": \"b" + i + "\"}")
                .collect(Collectors.joining(", ", "[", "]"));

        HttpResponse<String> answer = house.post("/enqueue/batch", batch);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).startsWith("{\"status\":\"success\",\"accepted\":250,\"replayed\":0,\"refused\":0,");
        assertThat(PRIMARY.commands().lrange("rq:queue:default", 0, -1))
                .isEqualTo(IntStream.range(0, 250).mapToObj(i -> "b" + i).toList());
        assertThat(house.post("/enqueue/batch", batch).body())
                .startsWith("{\"status\":\"success\",\"accepted\":250,\"replayed\":250,");
    }

    @Test
    void tellsThatAJobIsGoneOfWhichOnlyTheProofIsLeft() {
        enqueue("a");
        PRIMARY.commands().del("rq:job:a");

        HttpResponse<String> answer = house.get("/jobs/a");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).startsWith("{\"job_id\":\"a\",\"state\":\"gone\",\"node\":\"primary\",\"detail\":\"");
    }

    @Test
    void theDoctorTellsWhoeverAsksHowBothAreAndNamesNoHost() {
        HttpResponse<String> answer = house.get("/actuator/doctor");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body())
                .startsWith("{\"verdict\":\"")
                .contains("{\"id\":\"network-login\",\"group\":\"network\",\"node\":\"standby\",\"verdict\":\"ok\"")
                .contains("{\"id\":\"service-descriptors\",\"group\":\"service\",\"verdict\":\"ok\"")
                .doesNotContain("127.0.0.1", "localhost", "redis://");
    }

    @Test
    void countsTheQueuesForWhoeverAsks() {
        enqueue("a");

        // What was counted for the last test may be a second old.
        await().untilAsserted(() -> assertThat(house.get("/queues/default").body())
                .contains("\"queue\":\"default\",\"depth\":1,\"oldest_enqueued_at\":\"", "\"node\":\"standby\""));
        assertThat(house.get("/queues").body())
                .contains("\"queues\":[{\"queue\":\"default\",\"depth\":1,")
                .doesNotContain("127.0.0.1", "tasks.add");
        assertThat(house.get("/queues/never").statusCode()).isEqualTo(404);
        assertThat(house.get("/queues/a%20b").body()).contains("\"code\":\"invalid_queue_name\"");
    }

    @Test
    void knowsNothingOfAJobThatNobodyEnqueued() {
        assertThat(house.get("/jobs/never").statusCode()).isEqualTo(404);
        assertThat(house.get("/jobs/never").body()).contains("\"code\":\"job_not_found\"");
        assertThat(house.get("/jobs/a%20b").body()).contains("\"code\":\"invalid_job_id\"");
    }

    @Test
    void readsAJobThatSomebodyElseWroteBadly() {
        PRIMARY.commands().hset("rq:job:theirs", "status", "odd");
        PRIMARY.commands().hset("rq:job:theirs", "origin", "a queue, of theirs");
        PRIMARY.commands().hset("rq:job:theirs", "created_at", "yesterday");

        assertThat(house.get("/jobs/theirs").body())
                .isEqualTo("{\"job_id\":\"theirs\",\"state\":\"odd\",\"node\":\"primary\","
                        + "\"queue\":\"a queue, of theirs\"}");
    }

    @Test
    void callersDoNotNoticeThatThePrimaryDies() {
        enqueue("before");
        PRIMARY.kill();

        HttpResponse<String> receipt = enqueue("a");

        assertThat(receipt.statusCode()).isEqualTo(200);
        assertThat(receipt.body()).contains("\"node\":\"standby\"");
        await().until(() -> health().startsWith("{\"status\":\"DEGRADED\""));
        assertThat(house.get("/actuator/health").statusCode()).isEqualTo(200);
        assertThat(house.get("/readyz").statusCode()).isEqualTo(200);
        assertThat(house.get("/actuator/failover").body()).contains("\"active\":\"standby\"");
        assertThat(house.get("/jobs/a").body()).contains("\"node\":\"standby\"");
        // The primary, which cannot be asked, may know it.
        assertThat(house.get("/jobs/before").statusCode()).isEqualTo(503);

        PRIMARY.restart();

        await().until(() -> enqueue("b").body().contains("\"node\":\"primary\""));
        await().untilAsserted(() ->
                assertThat(PRIMARY.commands().lrange("rq:queue:default", 0, -1)).containsOnlyOnce("before", "a", "b"));
        assertThat(house.get("/jobs/before").body()).contains("\"state\":\"queued\"");
        assertThat(house.get("/actuator/prometheus").body())
                .contains("holdfast_failover_switches_total{to=\"standby\"}")
                .containsPattern("holdfast_node_runs_total\\{node=\"primary\"\\} [1-9]");
    }

    @Test
    void refusesInTimeWhileBothAreDeadAndTakesJobsWhenOneIsBack() {
        PRIMARY.kill();
        STANDBY.kill();
        await().until(() -> health().startsWith("{\"status\":\"OUT_OF_SERVICE\""));

        HttpResponse<String> refusal = enqueue("a");

        assertThat(refusal.statusCode()).isEqualTo(503);
        assertThat(refusal.headers().firstValue("Retry-After")).hasValue("2");
        assertThat(refusal.body())
                .contains("\"code\":\"redis_unavailable\"", "\"safe_to_retry\":true", "\"error\":\"")
                .doesNotContain("127.0.0.1");
        assertThat(house.get("/actuator/health").statusCode()).isEqualTo(503);
        assertThat(house.get("/readyz").statusCode()).isEqualTo(503);
        assertThat(house.get("/livez").statusCode()).isEqualTo(200);
        assertThat(house.get("/jobs/a").statusCode()).isEqualTo(503);
        assertThat(house.get("/actuator/failover").body()).contains("\"active\":\"none\"");

        STANDBY.restart();
        await().until(() -> enqueue("a").statusCode() == 200);
        PRIMARY.restart();
    }

    @Test
    void isInDoubtOfWhatAHangingPrimaryGotAndPlacesTheRepetitionOnce() {
        PRIMARY.freeze();
        HttpResponse<String> doubt;
        try {
            doubt = enqueue("a");
            await().until(() -> enqueue("a").body().contains("\"node\":\"standby\""));
        } finally {
            PRIMARY.thaw();
        }

        assertThat(doubt.statusCode()).isEqualTo(503);
        assertThat(doubt.body()).contains("\"code\":\"in_doubt\"", "\"job_id\":\"a\"", "\"safe_to_retry\":true");
        await().untilAsserted(() ->
                assertThat(PRIMARY.commands().lrange("rq:queue:default", 0, -1)).containsExactly("a"));
        await().until(() -> STANDBY.commands().exists("rq:job:a", "holdfast:strays") == 0);
        assertThat(STANDBY.commands().llen("rq:queue:default")).isZero();
    }

    @Test
    void saysThatTheStandbyIsMissing() {
        STANDBY.kill();

        await().until(() -> health().startsWith("{\"status\":\"DEGRADED\""));
        assertThat(house.get("/actuator/health").statusCode()).isEqualTo(200);
        assertThat(enqueue("a").statusCode()).isEqualTo(200);
        // The standby, which cannot be asked, may know it.
        assertThat(house.get("/jobs/never").statusCode()).isEqualTo(503);
        assertThat(house.get("/actuator/prometheus").body()).contains("holdfast_node_up{node=\"standby\"} 0.0");

        STANDBY.restart();
    }

    @Test
    void goesWhereAnOperatorSendsItAndStaysThere() {
        HttpResponse<String> moved =
                house.post("/actuator/failover", "{\"active\": \"standby\", \"reason\": \"a new disk\"}");

        assertThat(moved.statusCode()).isEqualTo(200);
        assertThat(moved.body())
                .startsWith("{\"active\":\"standby\",\"cause\":\"operator\",\"failback\":\"manual\"")
                .contains("\"reason\":\"a new disk\"");
        assertThat(enqueue("a").body()).contains("\"node\":\"standby\"");

        house.post("/actuator/failover", "{\"failback\": \"auto\"}");

        await().until(() -> enqueue("b").body().contains("\"node\":\"primary\""));
    }

    @Test
    void refusesAnOperatorWhoAsksForWhatCannotBe() {
        assertThat(house.post("/actuator/failover", "{\"active\": \"third\", \"failback\": \"never\"}")
                        .body())
                .contains("\"code\":\"invalid_failover\"", "\"/active\"", "\"/failback\"");
        assertThat(house.post("/actuator/failover", "{}").statusCode()).isEqualTo(400);

        STANDBY.kill();
        await().until(() -> health().startsWith("{\"status\":\"DEGRADED\""));
        HttpResponse<String> refusal = house.post("/actuator/failover", "{\"active\": \"standby\"}");
        STANDBY.restart();

        assertThat(refusal.statusCode()).isEqualTo(409);
        assertThat(refusal.body()).contains("\"code\":\"node_not_ready\"");
    }

    @Test
    void tellsOfPlannedMaintenanceAndRefusesNothingBeforeIt() {
        String planned = house.post(
                        "/actuator/maintenance",
                        "{\"from\": \"" + Instant.now().plusSeconds(3600) + "\", \"until\": \""
                                + Instant.now().plusSeconds(7200) + "\"}")
                .body();
        String id = planned.replaceFirst("(?s).*\"id\":\"([0-9a-f]{8})\".*", "$1");

        assertThat(house.get("/actuator/health/maintenance").body())
                .startsWith("{\"status\":\"UP\",\"details\":{\"closed\":false,\"next\":{");
        assertThat(enqueue("before-it").statusCode()).isEqualTo(200);
        assertThat(house.post("/actuator/maintenance", "{\"cancel\": \"" + id + "\"}")
                        .body())
                .isEqualTo("{\"enabled\":false,\"fixed\":false}");
    }

    @Test
    void turnsSubmissionsAwayDuringMaintenanceAndStaysHealthy() {
        house.post("/actuator/maintenance", "{\"enabled\": true}");

        HttpResponse<String> refusal = enqueue("a");

        assertThat(refusal.statusCode()).isEqualTo(503);
        assertThat(refusal.body()).contains("\"error\":\"The system is currently under maintenance.\"");
        assertThat(health()).startsWith("{\"status\":\"UP\"").contains("\"closed\":true");
        assertThat(house.get("/jobs/never").statusCode()).isEqualTo(404);
        assertThat(house.post("/actuator/maintenance", "{\"enabled\": false}").statusCode())
                .isEqualTo(200);
        assertThat(enqueue("a").statusCode()).isEqualTo(200);
    }

    private static HttpResponse<String> enqueue(String id) {
        return house.post("/enqueue", "{\"task\": \"tasks.add\", \"args\": [1, 2], \"job_id\": \"" + id + "\"}");
    }

    private static String health() {
        return house.get("/actuator/health").body();
    }
}
