package dev.holdfast.workers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Jobs that wait for earlier ones of their own batch, over HTTP, with stock workers. */
@WithWorkers
class BatchesTests {

    private static final String ARRAY = "application/json";
    private static final String LINES = "application/x-ndjson";

    private final String key = "batch-" + UUID.randomUUID();

    @ParameterizedTest
    @EnumSource(Crew.class)
    void aChainInOneArrayRunsInItsOrder(Crew crew, Workshop shop) {
        HttpResponse<String> answer = shop.door().batch(ARRAY, "[" + String.join(",", chain(crew)) + "]");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThatTheChainRuns(shop, outcomes(shop, answer));
    }

    @ParameterizedTest
    @EnumSource(Crew.class)
    void aChainInLinesRunsInItsOrder(Crew crew, Workshop shop) {
        HttpResponse<String> answer = shop.door().batch(LINES, String.join("\n", chain(crew)));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(207);
        assertThatTheChainRuns(shop, outcomes(shop, answer));
    }

    @ParameterizedTest
    @EnumSource(Crew.class)
    void whatWaitsForARefusedJobOfItsArrayIsRefusedAndTheOthersRun(Crew crew, Workshop shop) {
        HttpResponse<String> answer = shop.door().batch(ARRAY, "[" + String.join(",", withABadParent(crew)) + "]");

        assertThatOnlyTheOtherRuns(shop, answer);
    }

    @ParameterizedTest
    @EnumSource(Crew.class)
    void whatWaitsForARefusedJobOfItsLinesIsRefusedAndTheOthersRun(Crew crew, Workshop shop) {
        HttpResponse<String> answer = shop.door().batch(LINES, String.join("\n", withABadParent(crew)));

        assertThatOnlyTheOtherRuns(shop, answer);
    }

    /** The first fails once, so that its worker comes to the others before it has finished. */
    private List<String> chain(Crew crew) {
        return List.of(
                job(crew, "a", "\"task\": \"tasks.flaky\", \"args\": [\"runs:%s\", 1], \"retry\": {\"max\": 1}"),
                append(crew, "b", "\"depends_on\": \"%s-a\""),
                append(crew, "c", "\"depends_on\": [\"%s-b\"], \"at_front\": true"),
                append(crew, "d", "\"depends_on\": {\"jobs\": [\"%s-c\", \"%s-a\"], \"allow_failure\": true}"),
                append(crew, "e", "\"description\": \"waits for none of them\""));
    }

    private void assertThatTheChainRuns(Workshop shop, List<JsonNode> outcomes) {
        assertThat(outcomes)
                .extracting(outcome -> outcome.path("http_status").asInt())
                .containsOnly(200);
        assertThat(outcomes)
                .extracting(outcome -> outcome.path("state").asText())
                .containsExactly("queued", "deferred", "deferred", "deferred", "queued");
        List<JsonNode> ended =
                outcomes.stream().map(outcome -> shop.door().ended(id(outcome))).toList();
        assertThat(ended).extracting(job -> job.path("state").asText()).containsOnly("finished");
        for (int child = 1; child <= 3; child++) {
            assertThat(moment(ended.get(child), "started_at"))
                    .isAfterOrEqualTo(moment(ended.get(child - 1), "ended_at"));
        }
        assertThat(shop.redis().lrange(key, 0, -1)).containsExactlyInAnyOrder("b", "c", "d", "e");
        assertThat(shop.redis().get("runs:" + key)).isEqualTo("2");
    }

    private List<String> withABadParent(Crew crew) {
        return List.of(
                append(crew, "bad", "\"ttl\": 0"),
                append(crew, "child", "\"depends_on\": \"%s-bad\""),
                append(crew, "grandchild", "\"depends_on\": [\"%s-child\"]"),
                append(crew, "other", "\"at_front\": true"),
                append(crew, "last", "\"depends_on\": [\"%s-other\"]"));
    }

    private void assertThatOnlyTheOtherRuns(Workshop shop, HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(207);
        List<JsonNode> outcomes = outcomes(shop, answer);
        assertThat(outcomes)
                .extracting(outcome -> outcome.path("http_status").asInt())
                .containsExactly(400, 424, 424, 200, 200);
        assertThat(outcomes.subList(1, 3))
                .extracting(outcome -> outcome.path("code").asText())
                .containsOnly("dependency_not_accepted");
        outcomes.subList(3, 5)
                .forEach(outcome -> assertThat(
                                shop.door().ended(id(outcome)).path("state").asText())
                        .isEqualTo("finished"));
        assertThat(shop.redis().lrange(key, 0, -1)).containsExactly("other", "last");
        for (String refused : List.of("bad", "child", "grandchild")) {
            assertThat(shop.door().get(key + "-" + refused).statusCode()).isEqualTo(404);
            assertThat(shop.redis().keys("*" + key + "-" + refused + "*")).isEmpty();
        }
    }

    private String append(Crew crew, String name, String members) {
        return job(crew, name, "\"task\": \"tasks.append\", \"args\": [\"%s\", \"" + name + "\"], " + members);
    }

    private String job(Crew crew, String name, String members) {
        return "{\"queue\": \"" + crew.queue() + "\", \"job_id\": \"" + key + "-" + name + "\", "
                + members.replace("%s", key) + "}";
    }

    /** One a line, or all in one object. */
    private static List<JsonNode> outcomes(Workshop shop, HttpResponse<String> answer) {
        List<JsonNode> outcomes = new ArrayList<>();
        answer.body().lines().map(shop.door()::read).forEach(line -> {
            if (line.has("items")) {
                line.path("items").forEach(outcomes::add);
            } else {
                outcomes.add(line);
            }
        });
        return outcomes;
    }

    private static String id(JsonNode outcome) {
        return outcome.path("job_id").asText();
    }

    private static Instant moment(JsonNode job, String member) {
        return Instant.parse(job.path(member).asText());
    }
}
