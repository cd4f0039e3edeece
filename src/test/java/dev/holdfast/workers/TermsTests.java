package dev.holdfast.workers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Jobs that wait for a time or for others, and what is done when they end: stock workers with RQ's scheduler. */
@WithWorkers
class TermsTests {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @ParameterizedTest
    @EnumSource(Crew.class)
    void aFutureJobRunsWhenItIsDue(Crew crew, Workshop shop) {
        Instant before = Instant.now();
        String id = enqueue(shop, "{'task': 'tasks.add', 'args': [1, 2], 'run_in': '2s', 'queue': '%s'}", crew.queue());

        JsonNode job = shop.door().ended(id);

        assertThat(job.path("result").asInt()).isEqualTo(3);
        assertThat(Instant.parse(job.path("started_at").asText())).isAfter(before.plusSeconds(1));
    }

    @ParameterizedTest
    @EnumSource(Crew.class)
    void aJobWhoseTimeHasPassedRunsNow(Crew crew, Workshop shop) {
        String id = enqueue(
                shop, "{'task': 'tasks.nothing', 'run_at': '2001-02-03T04:05:06Z', 'queue': '%s'}", crew.queue());

        assertThat(shop.door().ended(id).path("state").asText()).isEqualTo("finished");
    }

    @ParameterizedTest
    @EnumSource(Crew.class)
    void aChainRunsInItsOrder(Crew crew, Workshop shop) {
        String key = key();
        String step = "{'task': 'tasks.append', 'args': ['" + key + "', '%s'], 'queue': '%s'%s}";
        String first = enqueue(shop, "{'task': 'tasks.sleep', 'args': [1], 'queue': '%s'}", crew.queue());
        String second = enqueue(shop, step, "second", crew.queue(), after(first));
        String third = enqueue(shop, step, "third", crew.queue(), after(second, first));

        shop.door().ended(third);

        assertThat(shop.redis().lrange(key, 0, -1)).containsExactly("second", "third");
    }

    @ParameterizedTest
    @EnumSource(Crew.class)
    void aChildOnAnotherQueueIsReleasedThere(Crew crew, Workshop shop) throws InterruptedException {
        String parent = enqueue(shop, "{'task': 'tasks.sleep', 'args': [1], 'queue': '%s'}", crew.queue());
        String child = enqueue(shop, "{'task': 'tasks.nothing', 'queue': '%s'%s}", crew.shelf(), after(parent));
        shop.door().ended(parent);

        await().atMost(PATIENCE)
                .until(() -> shop.door().job(child).path("state").asText().equals("queued"));
        shop.work(crew, crew.shelf());

        assertThat(shop.door().ended(child).path("state").asText()).isEqualTo("finished");
    }

    @ParameterizedTest
    @EnumSource(Crew.class)
    void aChildOfAFailedParentWaitsUnlessItMayFail(Crew crew, Workshop shop) {
        String parent = enqueue(shop, "{'task': 'tasks.fail', 'args': ['no'], 'queue': '%s'}", crew.queue());
        String strict = enqueue(shop, "{'task': 'tasks.nothing', 'queue': '%s'%s}", crew.queue(), after(parent));
        String lenient = enqueue(
                shop,
                "{'task': 'tasks.nothing', 'queue': '%s', 'depends_on': {'jobs': ['%s'], 'allow_failure': true}}",
                crew.queue(),
                parent);

        assertThat(shop.door().ended(parent).path("state").asText()).isEqualTo("failed");
        assertThat(shop.door().ended(lenient).path("state").asText()).isEqualTo("finished");
        assertThat(shop.door().job(strict).path("state").asText()).isEqualTo("deferred");
        String late = enqueue(
                shop,
                "{'task': 'tasks.nothing', 'queue': '%s', 'depends_on': {'jobs': ['%s'], 'allow_failure': true}}",
                crew.queue(),
                parent);
        assertThat(shop.door().ended(late).path("state").asText()).isEqualTo("finished");
    }

    @ParameterizedTest
    @EnumSource(Crew.class)
    void aJobRepeatsWhereWorkersKnowHow(Crew crew, Workshop shop) {
        String key = key();
        enqueue(
                shop,
                "{'task': 'tasks.count', 'args': ['%s'], 'queue': '%s', 'repeat': {'times': 2, 'intervals': [1]}}",
                key,
                crew.queue());

        String runs = crew.repeatsAndCalls() ? "3" : "1";
        await().atMost(PATIENCE).until(() -> runs.equals(shop.redis().get(key)));
    }

    @ParameterizedTest
    @EnumSource(Crew.class)
    void callbacksAreCalled(Crew crew, Workshop shop) {
        String good =
                enqueue(shop, "{'task': 'tasks.nothing', 'on_success': 'tasks.ended', 'queue': '%s'}", crew.queue());
        String bad = enqueue(
                shop,
                "{'task': 'tasks.fail', 'args': ['no'], 'queue': '%s',"
                        + " 'on_failure': {'callback': 'tasks.ended', 'timeout': '10s'}}",
                crew.queue());
        shop.door().ended(good);
        shop.door().ended(bad);

        await().atMost(PATIENCE).until(() -> shop.redis().exists("ended:" + good, "ended:" + bad) == 2);
        assertThat(shop.redis().get("ended:" + bad)).contains("ValueError");
    }

    @ParameterizedTest
    @EnumSource(Crew.class)
    void aMemberOfAGroupRuns(Crew crew, Workshop shop) {
        String group = "group-" + UUID.randomUUID();
        String id = enqueue(
                shop, "{'task': 'tasks.sleep', 'args': [0], 'group': '%s', 'queue': '%s'}", group, crew.queue());

        assertThat(shop.redis().sismember("rq:group:" + group, id)).isTrue();
        assertThat(shop.door().ended(id).path("state").asText()).isEqualTo("finished");
    }

    /** Older ones know no webhooks. */
    @ParameterizedTest
    @EnumSource(
            value = Crew.class,
            names = {"RQ_2_JSON", "RQ_2_PICKLE", "RQ_3_JSON", "RQ_3_PICKLE"})
    void aWebhookIsSentByNewWorkers(Crew crew, Workshop shop) {
        try (Letterbox letterbox = new Letterbox()) {
            String id = enqueue(
                    shop,
                    "{'task': 'tasks.nothing', 'queue': '%s', 'webhooks': [{'url': '%s',"
                            + " 'job_status': 'finished', 'method': 'POST', 'headers': {'X-Key': 'mine'}, 'timeout': 5}]}",
                    crew.queue(),
                    letterbox.address("done"));

            await().atMost(PATIENCE).until(() -> !letterbox.letters("done").isEmpty());
            assertThat(letterbox.letters("done"))
                    .singleElement()
                    .asString()
                    .startsWith("mine ")
                    .contains(id);
        }
    }

    private static String key() {
        return "terms:" + UUID.randomUUID();
    }

    private static String after(String... parents) {
        return ", 'depends_on': ['" + String.join("', '", parents) + "']";
    }

    @SuppressWarnings("AnnotateFormatMethod") // the annotation is not among what tests may use
    private static String enqueue(Workshop shop, String submission, Object... parts) {
        return shop.door().enqueue(submission.formatted(parts).replace((char) 39, '"'));
    }
}
