package dev.holdfast.workers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import org.junit.jupiter.api.Test;

@WithWorkers
class ResultsTests {

    @Test
    void tellsTheWholeLifeOfAJob(Workshop shop) {
        shop.withEachCrew(crew -> {
            String id = shop.door().enqueue("""
                {"task": "tasks.add", "args": [40, 2], "queue": "%s", "description": "forty and two"}
                """.formatted(crew.queue()));

            JsonNode job = shop.door().ended(id);

            assertThat(job.path("job_id").asText()).isEqualTo(id);
            assertThat(job.path("queue").asText()).isEqualTo(crew.queue());
            assertThat(job.path("state").asText()).isEqualTo("finished");
            assertThat(job.path("node").asText()).isEqualTo("primary");
            assertThat(job.path("description").asText()).isEqualTo("forty and two");
            assertThat(job.path("result").asInt()).isEqualTo(42);
            assertThat(job.path("error").isMissingNode() || job.path("error").isNull())
                    .isTrue();
            assertThat(instant(job, "created_at")).isBeforeOrEqualTo(instant(job, "enqueued_at"));
            assertThat(instant(job, "enqueued_at")).isBeforeOrEqualTo(instant(job, "started_at"));
            assertThat(instant(job, "started_at")).isBeforeOrEqualTo(instant(job, "ended_at"));
        });
    }

    @Test
    void tellsResultsOfEveryPlainType(Workshop shop) {
        shop.withEachCrew(crew -> {
            assertThat(result(crew, shop, "true")).isEqualTo("true");
            assertThat(result(crew, shop, "int")).isEqualTo("42");
            assertThat(result(crew, shop, "big int")).isEqualTo("1208925819614629174706176");
            assertThat(result(crew, shop, "float")).isEqualTo("1.5");
            assertThat(result(crew, shop, "text")).isEqualTo("\"naïve 🐟 \\u0000\"");
            assertThat(result(crew, shop, "list")).isEqualTo("[1,[2,[3]],null]");
            assertThat(result(crew, shop, "dict")).isEqualTo("{\"a\":{\"b\":[1.0,\"c\"]}}");
            assertThat(result(crew, shop, "tuple")).isEqualTo("[1,\"two\"]");
        });
    }

    @Test
    void tellsThatAJobFinishedWhoseResultNobodyElseCanRead(Workshop shop) {
        shop.withEachCrew(crew -> {
            String id = shop.door().enqueue("""
                {"task": "tasks.returns", "args": ["object"], "queue": "%s"}
                """.formatted(crew.queue()));

            assertThat(shop.door().ended(id).path("state").asText()).isEqualTo("finished");
        });
    }

    @Test
    void tellsThatNothingWasReturned(Workshop shop) {
        shop.withEachCrew(crew -> {
            String id = shop.door().enqueue("""
                {"task": "tasks.nothing", "queue": "%s"}
                """.formatted(crew.queue()));

            JsonNode job = shop.door().ended(id);

            assertThat(job.path("state").asText()).isEqualTo("finished");
            assertThat(job.path("result").isNull()).as(job.toString()).isTrue();
        });
    }

    @Test
    void handsMetaToTheJob(Workshop shop) {
        shop.withEachCrew(crew -> {
            String id = shop.door().enqueue("""
                {"task": "tasks.meta", "queue": "%s", "meta": {"trace_id": "4bf9", "hops": [1, 2.5, null, "über"]}}
                """.formatted(crew.queue()));

            assertThat(shop.door().ended(id).path("result"))
                    .isEqualTo(shop.door().read("{\"trace_id\": \"4bf9\", \"hops\": [1, 2.5, null, \"über\"]}"));
        });
    }

    @Test
    void handsOnArgumentsAsTheyWereSent(Workshop shop) {
        shop.withEachCrew(crew -> {
            String args = """
                [null, true, -0.0, 1, 1.0, 1e16, 5e-324, 9223372036854775808, -123456789012345678901234567890,
                 "", "\\u0000", "naïve 🐟 \\"quoted\\" \\\\", "日本語", [], {}, [[[[]]]], [[1], [1]]]""";
            String kwargs = """
                {"z": 1, "a": {"timeout": 1, "z": [], "é": {"": "empty name"}}, "description": "mine", "job_id": 7}""";
            String id = shop.door().enqueue("""
                {"task": "tasks.remember", "args": %s, "kwargs": %s, "queue": "%s"}
                """.formatted(args, kwargs, crew.queue()));

            shop.door().ended(id);

            assertThat(shop.door().read(shop.redis().get("seen:" + id)))
                    .hasToString(
                            shop.door().read("[" + args + "," + kwargs + "]").toString());
        });
    }

    private static String result(Crew crew, Workshop shop, String name) {
        String id = shop.door().enqueue("""
                {"task": "tasks.returns", "args": ["%s"], "queue": "%s"}
                """.formatted(name, crew.queue()));
        JsonNode job = shop.door().ended(id);
        return job.path("result").toString();
    }

    private static Instant instant(JsonNode job, String member) {
        return Instant.parse(job.path(member).asText());
    }
}
