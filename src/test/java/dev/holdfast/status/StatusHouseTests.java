package dev.holdfast.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.testing.House;
import dev.holdfast.testing.RedisServer;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openqa.selenium.By;

/** The status page of the whole service while its nodes die and come back. */
@Tag("redis")
@Tag("one-redis-is-enough")
class StatusHouseTests {

    @RegisterExtension
    static final RedisServer PRIMARY = new RedisServer();

    @RegisterExtension
    static final RedisServer STANDBY = new RedisServer();

    private static House house;

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
    void heal() {
        house.post("/actuator/maintenance", "{\"enabled\":false}");
        Stream.of(PRIMARY, STANDBY).filter(redis -> !redis.isRunning()).forEach(RedisServer::start);
        awaitState("ok");
    }

    @Test
    void answersThreeKinds() {
        assertThat(type("/status")).isEqualTo("text/html;charset=UTF-8");
        assertThat(type("/status.json")).isEqualTo("application/json");
        assertThat(type("/status.atom")).isEqualTo("application/atom+xml;charset=UTF-8");
        assertThat(house.get("/status").body()).contains("All is well. Jobs go into Redis.");
        assertThat(house.get("/status.atom").body()).startsWith("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
    }

    @Test
    void changesNothingForOtherAddresses() {
        for (String path :
                new String[] {"/", "/nowhere", "/status/", "/status.html", "/statuses", "/templates/status"}) {
            HttpResponse<String> answer = house.get(path);

            assertThat(answer.statusCode()).as(path).isEqualTo(404);
            assertThat(answer.body()).as(path).contains("\"code\":\"not_found\"");
        }
        assertThat(house.post("/status", "{}").statusCode()).isEqualTo(405);
        assertThat(house.post("/status", "{}").body()).contains("\"code\":\"method_not_allowed\"");
    }

    @Test
    void answersWhileBothNodesHang() {
        PRIMARY.freeze();
        STANDBY.freeze();
        try {
            assertThat(house.get("/status").statusCode()).isEqualTo(200);
            awaitState("later");
            assertThat(house.get("/status").body()).contains("Jobs are accepted and will run later.");
            assertThat(house.get("/status.atom").statusCode()).isEqualTo(200);
        } finally {
            PRIMARY.thaw();
            STANDBY.thaw();
        }
    }

    @Test
    void tellsOfMaintenanceInTheOperatorsWords() {
        String until = Instant.now()
                .plus(Duration.ofDays(300))
                .truncatedTo(ChronoUnit.SECONDS)
                .toString();

        house.post(
                "/actuator/maintenance",
                "{\"enabled\":true,\"until\":\"" + until + "\",\"message\":\"Redis <moves>\"}");

        assertThat(house.get("/status.json").body())
                .startsWith("{\"state\":\"maintenance\"")
                .contains("\"maintenance\":{\"until\":\"" + until + "\",\"message\":\"Redis <moves>\"}");
        assertThat(house.get("/status").body()).contains("Redis &lt;moves&gt;", "<time datetime=\"" + until + "\">");
    }

    @Test
    void tellsThatAReserveIsMissing() {
        STANDBY.kill();

        awaitState("reserve_missing");

        assertThat(house.get("/status.json").body())
                .contains("\"nodes\":{\"active\":\"primary\",\"primary\":\"up\",\"standby\":\"down\"}");
    }

    @Test
    @NeedsChromium
    void aBrowserSeesTheOutageAndItsEnd() {
        try (Chromium chromium = new Chromium(true)) {
            chromium.look(360, "dark");
            PRIMARY.kill();
            STANDBY.kill();
            awaitState("later");
            assertThat(house.post("/enqueue", "{\"task\": \"tasks.add\", \"args\": [1, 2]}")
                            .statusCode())
                    .isEqualTo(202);
            await().until(() -> house.get("/status.json").body().contains("\"jobs\":1"));
            await().until(() -> house.get("/status.json").body().contains("\"incident\":{\"id\""));

            chromium.driver().get(house.address("/status").toString());

            assertThat(headline(chromium)).isEqualTo("Jobs are accepted and will run later.");
            assertThat(drawing(chromium))
                    .isEqualTo("Clients give jobs to Holdfast. The primary is away. The standby is away."
                            + " The disk keeps 1 job.");
            assertThat(chromium.driver()
                            .findElement(By.cssSelector("section.incident"))
                            .getText())
                    .contains("No estimate has been given")
                    .containsIgnoringCase("open incident");
            assertThat(chromium.violations()).isEmpty();
            assertThat(chromium.complaints()).isEmpty();

            PRIMARY.start();
            STANDBY.start();
            awaitState("ok");
            await().until(() -> house.hasEmptySpool());
            chromium.driver().navigate().refresh();

            assertThat(headline(chromium)).isEqualTo("All is well. Jobs go into Redis.");
        }
    }

    private static String headline(Chromium chromium) {
        return chromium.driver().findElement(By.tagName("h1")).getText();
    }

    private static String drawing(Chromium chromium) {
        return chromium.driver().findElement(By.cssSelector("svg.diagram")).getDomAttribute("aria-label");
    }

    private static void awaitState(String state) {
        await().until(() -> house.get("/status.json").body().startsWith("{\"state\":\"" + state + "\""));
    }

    private static String type(String path) {
        return house.get(path).headers().firstValue("Content-Type").orElseThrow();
    }
}
