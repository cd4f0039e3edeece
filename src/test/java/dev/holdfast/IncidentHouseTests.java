package dev.holdfast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.EmptyWebhookSecretException;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import com.sun.net.httpserver.HttpServer;
import dev.holdfast.testing.House;
import dev.holdfast.testing.RedisServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The whole service through incidents, from the first trouble until all has been well for long enough. */
@Tag("redis")
@Tag("one-redis-is-enough")
@Tag("thorough")
class IncidentHouseTests {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String JOB = "{\"task\": \"tasks.add\", \"args\": [1, 2]}";
    private static final String PUBLIC = "https://jobs.example.com/status";

    private static final String SECRET = "whsec_aHVzaGh1c2hodXNoaHVzaGh1c2hodXNo";

    @RegisterExtension
    static final RedisServer PRIMARY = new RedisServer("appendonly yes");

    @RegisterExtension
    static final RedisServer STANDBY = new RedisServer("appendonly yes");

    @TempDir
    private Path directory;

    private @Nullable House house;

    @BeforeEach
    void bothRun() {
        Stream.of(PRIMARY, STANDBY).filter(server -> !server.isRunning()).forEach(RedisServer::start);
    }

    @AfterEach
    void leave() {
        if (house != null) {
            house.close();
        }
    }

    @Test
    void goesThroughAnOutageAndARestartUnderOneName() {
        enter();
        assertThat(house().post("/enqueue", JOB).body()).doesNotContain("incident");

        PRIMARY.kill();
        JsonNode left = awaitOpen("node_left", "later");
        assertThat(house().post("/enqueue", JOB).body())
                .contains("\"node\":\"standby\"")
                .doesNotContain("incident");
        STANDBY.kill();
        awaitOpen("spool", "later");
        HttpResponse<String> taken = house().post("/enqueue", JOB);

        assertThat(taken.statusCode()).isEqualTo(202);
        assertThat(json(taken).get("incident")).isEqualTo(notice(left));

        house().close();
        house = open();
        JsonNode after = awaitOpen("spool", "later");
        assertThat(after.get("id")).isEqualTo(left.get("id"));
        assertThat(after.get("since")).isEqualTo(left.get("since"));

        PRIMARY.start();
        STANDBY.start();
        await().atMost(PATIENCE).until(() -> !incidents().has("open"));

        JsonNode past = incidents().get("past");
        assertThat(past).hasSize(1);
        assertThat(past.get(0).get("id")).isEqualTo(left.get("id"));
        assertThat(past.get(0).get("figures").get("spooled").asInt()).isZero();
        assertThat(texts(past.get(0)))
                .startsWith("A server that keeps jobs is out of service.")
                .contains("Jobs are accepted as usual.")
                .endsWith("Everything has been well for 1 second.");
        assertThat(house().get("/actuator/prometheus").body()).contains("holdfast_incident_open 0.0");
    }

    @Test
    void refusalsFollowAnEstimate() {
        enter("holdfast.spool.enabled=false");
        PRIMARY.kill();
        STANDBY.kill();
        JsonNode open = awaitOpen("nothing_accepted", "refused");
        HttpResponse<String> before = house().post("/enqueue", JOB);
        assertThat(before.statusCode()).isEqualTo(503);
        assertThat(before.headers().firstValue("Retry-After")).hasValue("2");
        assertThat(json(before).get("incident")).isEqualTo(notice(open));

        String until = Instant.now().plusSeconds(3600).toString();
        String estimate = "{\"action\":\"estimate\",\"until\":\"" + until + "\"}";
        assertThat(house().post("/actuator/incident", estimate, "X-Forwarded-For", "10.0.0.1")
                        .statusCode())
                .isEqualTo(403);
        assertThat(house().post("/actuator/incident", estimate).statusCode()).isEqualTo(200);

        HttpResponse<String> after = house().post("/enqueue", JOB);
        assertThat(json(after).get("incident").get("until").asText()).startsWith(until.substring(0, 19));
        assertThat(retryAfter(after)).isBetween(3500L, 3600L);
        HttpResponse<String> question = house().get("/jobs/daily");
        assertThat(question.statusCode()).isEqualTo(503);
        assertThat(json(question).get("incident").get("id")).isEqualTo(open.get("id"));
        assertThat(retryAfter(question)).isBetween(3500L, 3600L);
        await().untilAsserted(() -> assertThat(
                        incidents().get("open").get("figures").get("refused").asInt())
                .as("two submissions and no question")
                .isEqualTo(2));
    }

    @Test
    void aClosedDoorIsAnIncident() {
        enter();
        house().post("/actuator/maintenance", "{\"enabled\":true,\"message\":\"Redis is being moved.\"}");
        JsonNode open = awaitOpen("maintenance", "refused");

        HttpResponse<String> refusal = house().post("/enqueue", JOB);

        assertThat(refusal.statusCode()).isEqualTo(503);
        assertThat(json(refusal).get("code").asText()).isEqualTo("maintenance");
        assertThat(json(refusal).get("incident")).isEqualTo(notice(open));
        assertThat(texts(open)).startsWith("Maintenance: Redis is being moved.");

        house().post("/actuator/maintenance", "{\"enabled\":false}");
        await().atMost(PATIENCE).until(() -> !incidents().has("open"));

        assertThat(incidents().get("past").get(0).get("figures").get("refused").asInt())
                .isEqualTo(1);
    }

    @Test
    void othersAreToldOfPlannedWorkFromItsBeginningToItsEnd() throws IOException {
        List<String> heard = new CopyOnWriteArrayList<>();
        HttpServer receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/services/hush", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            heard.add(isSigned(exchange.getRequestHeaders(), body) ? body : "not signed");
            exchange.sendResponseHeaders(heard.size() == 1 ? 503 : 204, -1);
            exchange.close();
        });
        receiver.start();
        try {
            enter(
                    "holdfast.incident.webhooks=http://127.0.0.1:"
                            + receiver.getAddress().getPort() + "/services/hush",
                    "holdfast.incident.webhook-allow-private=true",
                    "holdfast.incident.webhook-retry-first=20ms",
                    "holdfast.incident.webhook-secret=" + SECRET);
            // Far enough ahead for a busy machine: what has begun cannot be planned.
            Instant begin = Instant.now().plusSeconds(5);
            Instant end = begin.plusSeconds(2);
            house().post(
                            "/actuator/maintenance",
                            "{\"from\":\"" + begin + "\",\"until\":\"" + end + "\",\"message\":\"R&D\"}");

            await().atMost(PATIENCE).until(() -> heard.size() >= 3);

            assertThat(heard.get(0)).contains("\"incident.opened\"", "\"until\":\"" + end + "\"", "R&amp;D", PUBLIC);
            assertThat(heard.get(1)).as("after a 503").isEqualTo(heard.get(0));
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(heard.get(heard.size() - 1)).contains("\"incident.closed\""));
            await().untilAsserted(
                            () -> assertThat(house().get("/actuator/prometheus").body())
                                    .contains("holdfast_webhook_pending 0.0", "outcome=\"failed\"} 1.0"));
        } finally {
            receiver.stop(0);
        }
    }

    private static boolean isSigned(Map<String, List<String>> headers, String body) {
        try {
            new Webhook(SECRET).verify(body, headers);
            return true;
        } catch (WebhookVerificationException | EmptyWebhookSecretException forged) {
            return false;
        }
    }

    private void enter(String... settings) {
        house = open(settings);
        await().atMost(PATIENCE)
                .until(() -> house().get("/actuator/health/redis").body().startsWith("{\"status\":\"UP\""));
    }

    private House open(String... settings) {
        List<String> all = new ArrayList<>(List.of(
                "holdfast.redis.primary-url=" + PRIMARY.url(),
                "holdfast.redis.standby-url=" + STANDBY.url(),
                "holdfast.guard.reconnect-longest=200ms",
                "holdfast.failover.healthy=300ms",
                "holdfast.failover.healthy-longest=300ms",
                "holdfast.incident.healing=1s",
                "holdfast.public-url=https://jobs.example.com/"));
        all.addAll(List.of(settings));
        return new House(directory, House.patient(all.toArray(String[]::new)));
    }

    private House house() {
        if (house == null) {
            throw new IllegalStateException("nobody has entered");
        }
        return house;
    }

    /** The open incident, once this belongs to it and callers notice that. */
    private JsonNode awaitOpen(String cause, String impact) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            JsonNode open = incidents().path("open");
            assertThat(open.path("causes").toString()).contains("\"" + cause + "\"");
            assertThat(open.path("impact").asText()).isEqualTo(impact);
        });
        return incidents().get("open");
    }

    private JsonNode incidents() {
        return json(house().get("/actuator/incident"));
    }

    private static JsonNode notice(JsonNode incident) {
        return new ObjectMapper()
                .createObjectNode()
                .put("id", incident.get("id").asText())
                .put("since", incident.get("since").asText())
                .put("status_url", PUBLIC);
    }

    private static List<String> texts(JsonNode incident) {
        return incident.get("updates").findValuesAsText("text");
    }

    private static long retryAfter(HttpResponse<String> answer) {
        return answer.headers().firstValueAsLong("Retry-After").orElseThrow();
    }

    private static JsonNode json(HttpResponse<String> answer) {
        try {
            return new ObjectMapper().readTree(answer.body());
        } catch (JsonProcessingException broken) {
            throw new AssertionError(answer.body(), broken);
        }
    }
}
