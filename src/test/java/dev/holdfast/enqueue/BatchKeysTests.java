package dev.holdfast.enqueue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.job.JobId;
import dev.holdfast.testing.InMemoryJobQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Batches, and jobs in them, that are sent again. */
class BatchKeysTests {

    private static final String ARRAY = "application/json";
    private static final String LINES = "application/x-ndjson";

    private final InMemoryJobQueue jobs = new InMemoryJobQueue();
    private final Desk desk = new Desk(jobs);

    @ParameterizedTest
    @ValueSource(strings = {ARRAY, LINES})
    void replaysABatchJobByJob(String type) {
        String batch = type.equals(ARRAY)
                ? "[{\"task\":\"a.b\"},{\"task\":\"a.b\"}]"
                : "{\"task\":\"a.b\"}\n{\"task\":\"a.b\"}";
        String first = desk.askBatch(type, batch, "Idempotency-Key", "k");

        String second = desk.askBatch(type, batch, "Idempotency-Key", "\"k\"");

        assertThat(second.replace("\"replayed\":true,", "").replace("\"replayed\":2", "\"replayed\":0"))
                .isEqualTo(first)
                .isNotEqualTo(second);
        assertThat(jobs.waiting()).hasSize(2);
    }

    @Test
    void placesWhatABatchDidNotHaveTheFirstTime() {
        desk.askBatch(LINES, "{\"task\":\"a.b\"}\n{}", "Idempotency-Key", "k");

        String second = desk.askBatch(LINES, "{\"task\":\"a.b\"}\n{\"task\":\"a.c\"}", "Idempotency-Key", "k");

        assertThat(BatchAnswersTests.statuses(second)).isEqualTo("200 200");
        assertThat(second).containsOnlyOnce("\"replayed\":true");
    }

    @Test
    void refusesAnotherJobInTheSamePlaceUnderTheSameKey() {
        desk.askBatch(LINES, "{\"task\":\"a.b\"}\n{\"task\":\"a.c\"}", "Idempotency-Key", "k");

        String second = desk.askBatch(LINES, "{\"task\":\"a.b\"}\n{\"task\":\"a.d\"}", "Idempotency-Key", "k");

        assertThat(BatchAnswersTests.statuses(second)).isEqualTo("200 422");
        assertThat(second).contains("\"code\":\"idempotency_key_reused\"");
    }

    @Test
    void tellsTheKeyOfABatchFromThatOfASingleJob() {
        desk.askBatch(LINES, "{\"task\":\"a.b\"}", "Idempotency-Key", "k");

        assertThat(desk.ask("{\"task\":\"a.b\"}", "Idempotency-Key", "k")).doesNotContain("Idempotency-Replayed");
    }

    @Test
    void takesTheKeyOfAJobForThatOfASingleRequest() {
        desk.askBatch(LINES, "{\"task\":\"a.b\",\"idempotency_key\":\"k\"}", "Idempotency-Key", "batch");

        assertThat(desk.ask("{\"task\":\"a.b\"}", "Idempotency-Key", "k")).contains("Idempotency-Replayed: true");
    }

    @Test
    void knowsAJobByItsKeyWhereverItStandsInABatch() {
        String job = "{\"task\":\"a.b\",\"idempotency_key\":\"k\"}";

        assertThat(desk.askBatch(LINES, job + "\n{\"task\":\"a.c\"}\n" + job)).containsOnlyOnce("\"replayed\":true");
        assertThat(jobs.waiting()).hasSize(2);
    }

    @Test
    void leavesAKeyThatIsNullToTheBatch() {
        desk.askBatch(LINES, "{\"task\":\"a.b\",\"idempotency_key\":null}", "Idempotency-Key", "k");

        assertThat(desk.askBatch(LINES, "{\"task\":\"a.b\"}", "Idempotency-Key", "k"))
                .contains("\"replayed\":true");
    }

    @Test
    void letsTheKeyNameTheSubmissionWhereAJobHasAnIdAsWell() {
        String job = "{\"task\":\"a.b\",\"job_id\":\"daily\"}";
        desk.askBatch(LINES, job, "Idempotency-Key", "monday");

        assertThat(BatchAnswersTests.statuses(desk.askBatch(LINES, job, "Idempotency-Key", "tuesday")))
                .isEqualTo("409");
        jobs.end(new JobId("daily"));
        assertThat(desk.askBatch(LINES, job, "Idempotency-Key", "monday")).contains("\"replayed\":true");
        assertThat(desk.askBatch(LINES, job, "Idempotency-Key", "tuesday"))
                .contains("\"http_status\":200,\"status\":\"success\",\"job_id\":\"daily\"");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
                    5                 | is a number, must be a string
                    {"a":"\\ud800"}    | is an object, must be a string
                    ""                | has 0 characters, must have 1 to 255
                    "a b"             | has other characters than visible ASCII
                    "\\ud800"          | has other characters than visible ASCII
                    "a\\u0000b"        | has other characters than visible ASCII
                    """)
    void refusesABadKeyOfOneJobAlone(String key, String wrong) {
        String answer = desk.askBatch(
                LINES, "{\"task\":\"a.b\"}\n{\"task\":\"a.b\",\"idempotency_key\":" + key + "}\n{\"task\":\"a.b\"}");

        assertThat(BatchAnswersTests.statuses(answer)).isEqualTo("200 400 200");
        assertThat(answer).contains("the Idempotency-Key " + wrong);
    }

    @Test
    void takesAKeyInTheBodyOfNoSingleRequest() {
        assertThat(desk.ask("{\"task\":\"a.b\",\"idempotency_key\":\"k\"}"))
                .startsWith("400")
                .contains("send it as the header Idempotency-Key");
    }
}
