package dev.holdfast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testing.RawHttp;
import dev.holdfast.testing.RawHttp.Answer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.TypeExcludeFilter;
import org.springframework.boot.test.autoconfigure.actuate.observability.AutoConfigureObservability;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Nobody gets past the closed sign or the operators' filter, however the path is written. */
@SpringBootTest(
        classes = DoorTests.House.class,
        webEnvironment = WebEnvironment.RANDOM_PORT,
        // The contributor of the nodes is not in this house.
        properties = "management.endpoint.health.validate-group-membership=false")
@AutoConfigureObservability(tracing = false)
class DoorTests {

    private static final String TOKEN = "correct-horse-battery-staple";
    private static final String CLOSE = "{\"enabled\": true}";
    private static final String OPEN = "{\"enabled\": false}";

    @TempDir
    private static Path directory;

    @LocalServerPort
    private int port;

    @Autowired
    private Desk desk;

    private RawHttp http;

    @DynamicPropertySource
    static void settings(DynamicPropertyRegistry registry) {
        registry.add("holdfast.data-dir", () -> directory.resolve("data").toString());
        registry.add("holdfast.operator-token", () -> TOKEN);
    }

    @BeforeEach
    void connect() {
        http = new RawHttp(port);
        desk.submissions.set(0);
    }

    @AfterEach
    void open() throws IOException {
        assertThat(toggle(OPEN).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/enqueue",
                "/enqueue/batch",
                "/enqueue;x=1",
                "/enqueue;",
                "/%65nqueue",
                "/enqueue?x=1",
                "/enqueue;a=b/batch;c=d"
            })
    void turnsAwayEveryPathThatReachesTheDesk(String path) throws IOException {
        assertThat(http.send("POST", path, "{}").status()).isEqualTo(200);
        toggle(CLOSE);

        Answer answer = http.send("POST", path, "{}");

        assertThat(desk.submissions).hasValue(1);
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.header("Retry-After")).isEqualTo("120");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/enqueue/",
                "//enqueue",
                "/./enqueue",
                "/x/../enqueue",
                "/x/..;/enqueue",
                "/enqueue//batch",
                "/enqueue/x/../batch",
                "/%2565nqueue",
                "/;x=1/enqueue",
                "/%2fenqueue",
                "/enqueue%2fbatch",
                "/enqueue%3bx",
                "/enqueue%00",
                "/enqueue\\batch",
                "/ENQUEUE",
                "http://example.org/enqueue",
                "/actuator/../enqueue"
            })
    void leadsNobodyToTheDeskOverAnotherPath(String path) throws IOException {
        toggle(CLOSE);

        Answer answer = http.send("POST", path, "{}");

        assertThat(desk.submissions).hasValue(0);
        assertThat(answer.status()).isIn(400, 404, 503);
    }

    @Test
    void leavesOtherMethodsTheirAnswer() throws IOException {
        toggle(CLOSE);

        assertThat(http.send("GET", "/enqueue", "").status()).isEqualTo(405);
        assertThat(http.send("GET", "/enqueue", "").header("Allow")).isEqualTo("POST");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/actuator/maintenance",
                "/actuator;x/maintenance",
                "/actuator/maintenance;x=1",
                "/%61ctuator/maintenance",
                "/actuator/%6daintenance"
            })
    void guardsEveryPathThatReachesTheToggle(String path) throws IOException {
        Answer stranger = http.send("POST", path, CLOSE, "X-Forwarded-For: 10.0.0.1");
        assertThat(stranger.status()).isEqualTo(403);
        assertThat(stranger.body()).contains("operator_only");
        assertThat(isClosed()).isFalse();

        Answer operator = http.send("POST", path, CLOSE);
        assertThat(operator.status()).isEqualTo(200);
        assertThat(isClosed()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//actuator/maintenance",
                "/actuator//maintenance",
                "/actuator/maintenance/",
                "/./actuator/maintenance",
                "/x/..;/actuator/maintenance",
                "/enqueue/../actuator/maintenance",
                "/;x/actuator/maintenance",
                "/actuator%2fmaintenance",
                "/%2561ctuator/maintenance",
                "http://127.0.0.1/actuator/maintenance"
            })
    void leadsNoStrangerToTheToggleOverAnotherPath(String path) throws IOException {
        Answer answer = http.send("POST", path, CLOSE, "X-Forwarded-For: 127.0.0.1");

        assertThat(answer.status()).isIn(400, 403, 404);
        assertThat(isClosed()).isFalse();
    }

    @Test
    void letsTheTokenInThroughAProxy() throws IOException {
        Answer answer = http.send(
                "POST", "/actuator/maintenance", CLOSE, "X-Forwarded-For: 10.0.0.1", "Authorization: Bearer " + TOKEN);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"enabled\":true,\"fixed\":false}");
        assertThat(directory.resolve("data/maintenance.json")).hasContent(CLOSE.replace(" ", ""));
    }

    @Test
    void namesWhatIsWrongWithAWindow() throws IOException {
        Answer answer = toggle("{\"enabled\": true, \"until\": \"soon\", \"message\": \"half \\ud83d\"}");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.body()).contains("\"invalid_maintenance\"", "\"/until\"", "\"/message\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "[]", "{\"enabled\": {\"a\": 1}}", "{}", "{\"enabled\": null}"})
    void changesNothingForABodyThatIsNoWindow(String body) throws IOException {
        Answer answer = toggle(body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(isClosed()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"env", "beans", "configprops", "heapdump", "loggers", "threaddump", "shutdown", "mappings"})
    void showsNothingElseOfTheInside(String endpoint) throws IOException {
        assertThat(http.send("GET", "/actuator/" + endpoint, "").status()).isEqualTo(404);
    }

    @Test
    void showsTheClosedDoorAsAMeter() throws IOException {
        assertThat(http.send("GET", "/actuator/prometheus", "").body()).contains("\nholdfast_maintenance 0.0\n");

        toggle(CLOSE);

        assertThat(http.send("GET", "/actuator/prometheus", "").body()).contains("\nholdfast_maintenance 1.0\n");
    }

    @Test
    void countsWhomItTurnsAway() throws IOException {
        toggle(CLOSE);
        http.send("POST", "/enqueue", "{}");

        assertThat(http.send("GET", "/actuator/prometheus", "").body())
                .containsPattern("http_server_requests_seconds_count\\{[^}]*status=\"503\"");
    }

    private Answer toggle(String body) throws IOException {
        return http.send("POST", "/actuator/maintenance", body);
    }

    private boolean isClosed() throws IOException {
        return http.send("GET", "/actuator/maintenance", "").body().contains("\"enabled\":true");
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @ComponentScan(
            basePackages = {"dev.holdfast.problem", "dev.holdfast.access", "dev.holdfast.maintenance"},
            excludeFilters = @ComponentScan.Filter(type = FilterType.CUSTOM, classes = TypeExcludeFilter.class))
    @Import(Desk.class)
    static class House {}

    /** Stands in for the front desk and counts who gets there. */
    @RestController
    static class Desk {

        private final AtomicInteger submissions = new AtomicInteger();

        @PostMapping({"/enqueue", "/enqueue/batch"})
        int enqueue() {
            return submissions.incrementAndGet();
        }
    }
}
