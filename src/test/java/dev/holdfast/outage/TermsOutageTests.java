package dev.holdfast.outage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.testing.House;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Jobs with a time, parents or a group are accepted in an outage, and come home as they were meant. */
@Tag("redis")
@Tag("one-redis-is-enough")
@Tag("thorough")
class TermsOutageTests {

    private static final Instant LATER = Instant.ofEpochSecond(4_000_000_000L);

    @RegisterExtension
    static final Pair PAIR = Pair.direct(House.patient());

    private final ObjectMapper json = new ObjectMapper();

    @AfterEach
    void recover() {
        PAIR.heal();
        PAIR.recover();
    }

    @Test
    void theStandbyTakesThemWhileThePrimaryIsDown() {
        PAIR.primary().kill();
        awaitAnswer(200, "{'task': 'a.b', 'queue': 'other', 'job_id': 'first'}");

        submitAll(200);
        PAIR.primary().start();
        PAIR.awaitQuiet();

        assertAllAreHome();
        assertThat(PAIR.standby().commands().keys("rq:[jswdfg]*")).isEmpty();
    }

    @Test
    void theDiskTakesThemWhileBothAreDown() {
        PAIR.primary().kill();
        PAIR.standby().kill();
        awaitAnswer(202, "{'task': 'a.b', 'queue': 'other', 'job_id': 'first'}");

        submitAll(202);
        PAIR.heal();
        PAIR.awaitQuiet();

        assertAllAreHome();
    }

    @Test
    void aTimeThatPassesOnTheDiskMeansNow() {
        PAIR.primary().kill();
        PAIR.standby().kill();
        awaitAnswer(202, "{'task': 'a.b', 'job_id': 'due', 'run_in': 1}");

        Pair.forAWhile(Duration.ofSeconds(1));
        PAIR.heal();
        PAIR.awaitQuiet();

        assertThat(PAIR.primary().commands().lrange("rq:queue:default", 0, -1)).containsExactly("due");
    }

    @Test
    void aChildWaitsForAParentThatNobodyCanSeeNow() {
        PAIR.primary().kill();
        awaitAnswer(200, "{'task': 'a.b', 'job_id': 'parent'}");
        PAIR.standby().kill();
        PAIR.primary().start();
        awaitAnswer(200, "{'task': 'a.b', 'queue': 'other', 'job_id': 'first'}");

        assertThat(submit("{'task': 'a.b', 'job_id': 'child', 'depends_on': ['parent']}")
                        .statusCode())
                .isEqualTo(202);
        assertThat(read(PAIR.house().get("/jobs/child")).path("reason").asText())
                .isEqualTo("dependency_elsewhere");
        PAIR.standby().start();
        PAIR.awaitQuiet();

        RedisCommands<String, String> home = PAIR.primary().commands();
        assertThat(home.lrange("rq:queue:default", 0, -1)).containsExactly("parent");
        assertThat(home.zrange("rq:deferred:default", 0, -1)).containsExactly("child");
        assertThat(home.smembers("rq:job:parent:dependents")).containsExactly("child");
    }

    @Test
    void aChildOfAJobThatNobodyHasEverHeardOfRunsAtOnce() {
        PAIR.awaitQuiet();

        JsonNode receipt = read(submit("{'task': 'a.b', 'job_id': 'child', 'depends_on': ['nobody']}"));

        assertThat(receipt.path("state").asText()).isEqualTo("queued");
    }

    private void submitAll(int status) {
        for (String body : new String[] {
            "{'task': 'a.b', 'job_id': 'scheduled', 'run_at': '" + LATER + "', 'ttl': 600}",
            "{'task': 'a.b', 'job_id': 'parent'}",
            "{'task': 'a.b', 'job_id': 'child', 'depends_on': ['parent']}",
            "{'task': 'a.b', 'job_id': 'grandchild', 'depends_on': {'jobs': ['child'], 'allow_failure': true}}",
            "{'task': 'a.b', 'job_id': 'member', 'group': 'g', 'repeat': {'times': 2, 'intervals': [5]}}"
        }) {
            HttpResponse<String> answer = submit(body);
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        }
    }

    private static void assertAllAreHome() {
        RedisCommands<String, String> home = PAIR.primary().commands();
        assertThat(home.lrange("rq:queue:default", 0, -1)).containsExactly("parent", "member");
        assertThat(home.zscore("rq:scheduled:default", "scheduled")).isEqualTo(4_000_000_000.0);
        assertThat(home.ttl("rq:job:scheduled"))
                .isBetween(LATER.getEpochSecond() - Instant.now().getEpochSecond(), 4_000_000_000L);
        assertThat(home.zrange("rq:deferred:default", 0, -1)).containsExactlyInAnyOrder("child", "grandchild");
        assertThat(home.smembers("rq:job:parent:dependents")).containsExactly("child");
        assertThat(home.smembers("rq:job:child:dependents")).containsExactly("grandchild");
        assertThat(home.smembers("rq:group:g")).containsExactly("member");
        assertThat(home.hmget("rq:job:member", "status", "group_id", "repeats_left"))
                .extracting(field -> field.getValueOrElse(""))
                .containsExactly("queued", "g", "2");
        assertThat(home.hget("rq:job:scheduled", "status")).isEqualTo("scheduled");
        assertThat(home.hget("rq:job:child", "status")).isEqualTo("deferred");
    }

    private void awaitAnswer(int status, String body) {
        await().until(() -> submit(body).statusCode() == status);
    }

    private static HttpResponse<String> submit(String body) {
        return PAIR.house().post("/enqueue", body.replace((char) 39, '"'));
    }

    private JsonNode read(HttpResponse<String> answer) {
        try {
            return json.readTree(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
