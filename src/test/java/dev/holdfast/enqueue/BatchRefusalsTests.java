package dev.holdfast.enqueue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.job.Placement;
import dev.holdfast.testing.InMemoryJobQueue;
import dev.holdfast.testing.ScriptedJobQueue;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole batches that are refused, so that nothing of them is placed, and those that are cut short. */
class BatchRefusalsTests {

    private static final String ARRAY = "application/json";
    private static final String LINES = "application/x-ndjson";
    private static final String JOB = "{\"task\":\"a.b\"}";

    private final InMemoryJobQueue jobs = new InMemoryJobQueue();
    private final Desk desk = new Desk(jobs);

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
                    ^^                          | malformed_json     | the body is empty
                    [{"task":"a.b"}             | malformed_json     | the JSON value is not complete, see line 1, column 16
                    [{"task":"a.b"},            | malformed_json     | the body is not JSON, see line 1, column 17
                    [{"task":"a.b"},]           | malformed_json     | the body is not JSON, see line 1, column 17
                    [{"task":"a.b"} {}]         | malformed_json     | the body is not JSON, see line 1, column 17
                    [{"task":"a.b"},{"a":01}]   | malformed_json     | the body is not JSON, see line 1, column 23
                    [{"task":"a.b"},{"a":"BELL"}] | malformed_json     | the body is not JSON
                    [{"task":"a.b"}]]           | trailing_text      | there is text behind the JSON value
                    {"task":"a.b"}              | invalid_submission | the submission breaks 1 rule
                    "a.b"                       | invalid_submission | the submission breaks 1 rule
                    """)
    void refusesWhatIsNoArrayAndPlacesNothing(String body, String code, String detail) {
        assertThat(desk.askBatch(ARRAY, body.replace("BELL", "\7")))
                .startsWith("400\nContent-Type: application/problem+json")
                .contains("\"code\":\"" + code + "\"")
                .contains(detail);
        assertThat(jobs.waiting()).isEmpty();
    }

    @Test
    void refusesAnArrayWhoseElementsAreTooDeepToBeRead() {
        assertThat(desk.askBatch(ARRAY, "[" + JOB + "," + "[".repeat(50_000) + "]".repeat(50_000) + "]"))
                .startsWith("400")
                .contains("\"code\":\"too_deep\"")
                .contains("the item with index 1 is nested deeper than 250 levels");
        assertThat(jobs.waiting()).isEmpty();
    }

    @Test
    void refusesAnElementThatIsTooDeepForAWorkerAlone() {
        String deep = "{\"task\":\"a.b\",\"args\":" + "[".repeat(200) + "]".repeat(200) + "}";

        assertThat(BatchAnswersTests.statuses(desk.askBatch(ARRAY, "[" + deep + "," + JOB + "]")))
                .isEqualTo("400 200");
    }

    @Test
    void refusesTooLongAnArray() {
        String many = IntStream.range(0, 301).mapToObj(i -> JOB).collect(Collectors.joining(",", "[", "]"));

        assertThat(desk.askBatch(ARRAY, many))
                .startsWith("413")
                .contains("the batch has more than 300 jobs, which is the limit");
        assertThat(jobs.waiting()).isEmpty();
    }

    @Test
    void takesAsManyAsTheLimit() {
        String many = IntStream.range(0, 300).mapToObj(i -> JOB).collect(Collectors.joining(",", "[", "]"));

        assertThat(desk.askBatch(ARRAY, many)).startsWith("200");
        assertThat(jobs.waiting()).hasSize(300);
    }

    @Test
    void refusesTooLargeAnArray() {
        assertThat(desk.askBatch(ARRAY, "[" + " ".repeat(131_072) + "]"))
                .startsWith("413")
                .contains("the body is larger than 131072 bytes, which is the limit");
    }

    @Test
    void refusesTooLargeAStreamBeforeItComes() {
        assertThat(desk.askBatch(LINES, JOB + "\n" + " ".repeat(1_048_576)))
                .startsWith("413")
                .contains("the body is larger than 1048576 bytes, which is the limit");
        assertThat(jobs.waiting()).isEmpty();
    }

    @Test
    void cutsAStreamWithTooManyJobs() {
        String answer = desk.askBatch(LINES, (JOB + "\n").repeat(1_002));

        assertThat(answer.lines().filter(line -> line.contains("\"http_status\":200")))
                .hasSize(1_000);
        assertThat(answer)
                .contains("{\"index\":1000,\"http_status\":413,")
                .contains("the batch has more than 1000 jobs, which is the limit")
                .doesNotContain("\"index\":1001");
        assertThat(jobs.waiting()).hasSize(1_000);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "text/plain",
                "application/xml",
                "application/jsonl",
                "application/json;charset=ISO-8859-1",
                "application/x-ndjson;charset=UTF-16",
                "nonsense"
            })
    void refusesOtherTypes(@Nullable String type) {
        assertThat(desk.askBatch(type, "[" + JOB + "]"))
                .startsWith("415")
                .contains("send an array with Content-Type: application/json, or lines with application/x-ndjson");
        assertThat(jobs.waiting()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/x-ndjson;charset=utf-8", "APPLICATION/X-NDJSON"})
    void readsTheTypeAsAnyOther(String type) {
        assertThat(BatchAnswersTests.statuses(desk.askBatch(type, JOB + "\n" + JOB)))
                .isEqualTo("200 200");
    }

    @ParameterizedTest
    @ValueSource(strings = {ARRAY, LINES})
    void refusesAPackedBody(String type) {
        assertThat(desk.askBatch(type, JOB, "Content-Encoding", "gzip")).startsWith("415");
    }

    @ParameterizedTest
    @ValueSource(strings = {ARRAY, LINES})
    void refusesABadKeyBeforeAnythingIsPlaced(String type) {
        assertThat(desk.askBatch(type, JOB, "Idempotency-Key", "a b"))
                .startsWith("400")
                .contains("\"code\":\"invalid_idempotency_key\"");
        assertThat(jobs.waiting()).isEmpty();
    }

    @Test
    void turnsTheBatchAwayThatIsOneTooMany() {
        ScriptedJobQueue asleep = new ScriptedJobQueue(new Placement.Conflict());
        asleep.sleep();
        Desk busy = new Desk(asleep);
        CompletableFuture<String> first = CompletableFuture.supplyAsync(() -> busy.askBatch(LINES, JOB));
        await().until(() -> asleep.waiting() == 1);

        assertThat(busy.askBatch(LINES, JOB)).startsWith("503").contains("Retry-After: 1", "\"code\":\"overloaded\"");

        asleep.wakeUp();
        assertThat(first.join()).startsWith("207");
        assertThat(busy.askBatch(LINES, JOB)).startsWith("207");
    }
}
