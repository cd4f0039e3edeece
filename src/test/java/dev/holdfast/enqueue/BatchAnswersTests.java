package dev.holdfast.enqueue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.job.Job;
import dev.holdfast.job.JobState;
import dev.holdfast.job.Node;
import dev.holdfast.job.Placement;
import dev.holdfast.job.Reason;
import dev.holdfast.testing.InMemoryJobQueue;
import dev.holdfast.testing.ScriptedJobQueue;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BatchAnswersTests {

    private static final String ARRAY = "application/json";
    private static final String LINES = "application/x-ndjson";

    private final InMemoryJobQueue jobs = new InMemoryJobQueue();
    private final Chunks chunks = new Chunks(jobs);
    private final Desk desk = new Desk(chunks);

    @Test
    void answersAnArrayWithOneOutcomeForEachJob() {
        assertThat(desk.askBatch(ARRAY, "[" + job("a") + ", {\"task\":\"a.b\",\"job_id\":\"b\",\"queue\":\"urgent\"}]"))
                .isEqualTo("""
                200
                Content-Type: application/json
                {"status":"success","accepted":2,"replayed":0,"refused":0,"items":[\
                {"index":0,"http_status":200,"status":"success","job_id":"a","queue":"default","state":"queued",\
                "node":"primary","durability":"redis"},\
                {"index":1,"http_status":200,"status":"success","job_id":"b","queue":"urgent","state":"queued",\
                "node":"primary","durability":"redis"}]}
                """);
    }

    @Test
    void answersLinesWithLines() {
        assertThat(desk.askBatch(LINES, job("a") + "\n" + job("a") + "\n{}\n")).isEqualTo("""
                207
                Content-Type: application/x-ndjson
                {"index":0,"http_status":200,"status":"success","job_id":"a","queue":"default","state":"queued",\
                "node":"primary","durability":"redis"}
                {"index":1,"http_status":200,"replayed":true,"status":"success","job_id":"a","queue":"default",\
                "state":"queued","node":"primary","durability":"redis"}
                {"index":2,"http_status":400,"type":"urn:holdfast:problem:invalid_submission",\
                "title":"The submission breaks a rule","status":400,"code":"invalid_submission",\
                "detail":"the submission breaks 1 rule","violations":[{"pointer":"/task","code":"required",\
                "detail":"is missing, must be the dotted path of a Python function"}]}

                """);
    }

    @Test
    void placesWhatIsRightBesideWhatIsWrong() {
        String answer = desk.askBatch(
                ARRAY, "[" + job("a") + ",{},5,{\"task\":\"a.c\",\"job_id\":\"a\"}," + job("a") + "," + job("b") + "]");

        assertThat(answer)
                .startsWith("207\n")
                .contains("{\"status\":\"partial\",\"accepted\":3,\"replayed\":1,\"refused\":3,");
        assertThat(statuses(answer)).isEqualTo("200 400 400 409 200 200");
        assertThat(ids()).containsExactly("a", "b");
    }

    @Test
    void saysThatNothingWasAccepted() {
        assertThat(desk.askBatch(ARRAY, "[{},[]]"))
                .startsWith("207\n")
                .contains("{\"status\":\"refused\",\"accepted\":0,");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", " [ ] \n"})
    void hasNothingAgainstAnEmptyArray(String body) {
        assertThat(desk.askBatch(ARRAY, body))
                .endsWith("{\"status\":\"success\",\"accepted\":0,\"replayed\":0,\"refused\":0,\"items\":[]}\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "\r\n \t\n"})
    void hasNothingAgainstNoLines(String body) {
        assertThat(desk.askBatch(LINES, body)).isEqualTo("207\nContent-Type: application/x-ndjson\n\n");
    }

    @Test
    void placesAHundredAtATimeInTheirOrder() {
        List<String> sent = IntStream.range(0, 250).mapToObj(i -> "j" + i).toList();

        desk.askBatch(ARRAY, sent.stream().map(BatchAnswersTests::job).collect(Collectors.joining(",", "[", "]")));

        assertThat(chunks.sizes()).containsExactly(100, 100, 50);
        assertThat(ids()).isEqualTo(sent);
    }

    @Test
    void placesAHundredLinesAtATimeInTheirOrder() {
        List<String> sent = IntStream.range(0, 250).mapToObj(i -> "j" + i).toList();

        desk.askBatch(LINES, sent.stream().map(BatchAnswersTests::job).collect(Collectors.joining("\n")));

        assertThat(chunks.sizes()).containsExactly(100, 100, 50);
        assertThat(ids()).isEqualTo(sent);
    }

    @Test
    void placesFewerAtATimeWhenTheyAreLarge() {
        String large = "{\"task\":\"a.b\",\"args\":[\"" + "x".repeat(30_000) + "\"]}\n";

        desk.askBatch(LINES, large.repeat(5));

        assertThat(chunks.sizes()).containsExactly(3, 2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"%s\n\n \t\n%s\n", "%s\r\n%s\r\n", "%s\n%s", "\n%s\n%s\n\n"})
    void readsLinesHoweverTheyEnd(String form) {
        assertThat(statuses(desk.askBatch(LINES, form.formatted(job("a"), job("b")))))
                .isEqualTo("200 200");
        assertThat(ids()).containsExactly("a", "b");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
                    {"task":                         | malformed_json
                    nonsense                         | malformed_json
                    {"task":"a.b"} {"task":"a.b"}    | trailing_text
                    {"task":"a.b","task":"a.b"}      | duplicate_member
                    "a.b"                            | invalid_submission
                    {"task":"a.b","ttl":0}           | invalid_submission
                    """)
    void refusesALineAndReadsOn(String line, String code) {
        String answer = desk.askBatch(LINES, job("a") + "\n" + line + "\n" + job("b"));

        assertThat(statuses(answer)).isEqualTo("200 400 200");
        assertThat(answer).contains("{\"index\":1,\"http_status\":400,").contains("\"code\":\"" + code + "\"");
        assertThat(ids()).containsExactly("a", "b");
    }

    @Test
    void refusesATooLongLineAndReadsOn() {
        String frame = "{\"task\":\"a.b\",\"args\":[\"\"]}";
        String exact = frame.replace("[\"", "[\"" + "x".repeat(65_536 - frame.length()));

        String answer =
                desk.askBatch(LINES, exact + "\n" + exact.replace("xx", "xxx") + "\n" + exact + " \n" + job("a"));

        assertThat(statuses(answer)).isEqualTo("200 413 413 200");
        assertThat(answer).contains("the job is larger than 65536 bytes, which is the limit");
    }

    @Test
    void refusesATooLargeElementAlone() {
        String large = "{\"task\":\"a.b\",\"args\":[\"" + "x".repeat(65_536) + "\"]}";

        assertThat(statuses(desk.askBatch(ARRAY, "[" + job("a") + "," + large + "," + job("b") + "]")))
                .isEqualTo("200 413 200");
    }

    @Test
    void tellsWhatEachPlacementWas() {
        Desk scripted = new Desk(new ScriptedJobQueue(
                new Placement.Placed(Node.STANDBY, "run", JobState.QUEUED),
                new Placement.InDoubt(Node.PRIMARY, Reason.NO_REPLY),
                new Placement.Spooled(7),
                new Placement.NotWritten(Reason.LOADING),
                new Placement.Refused(Reason.WRONGTYPE),
                new Placement.Full(Reason.LOADING, Reason.DISK_FULL, Duration.ofSeconds(9))));

        String answer = scripted.askBatch(LINES, (job("a") + "\n").repeat(6));

        assertThat(statuses(answer)).isEqualTo("200 503 202 503 500 503");
        assertThat(answer)
                .contains(
                        "{\"index\":1,\"http_status\":503,\"retry_after\":2,\"type\":\"urn:holdfast:problem:in_doubt\"")
                .contains("{\"index\":2,\"http_status\":202,\"status\":\"accepted\",\"job_id\":\"a\"")
                .contains("{\"index\":5,\"http_status\":503,\"retry_after\":9,")
                .contains("\"error\":\"no Redis can take the job now; nothing was written\"");
    }

    @Test
    void turnsAChunkAwayWhenTheDeskIsFull() {
        Admission full = new Admission(1, 0, Duration.ofSeconds(30), System::nanoTime);
        Desk busy = new Desk(jobs, List.of("*"), full);
        full.enter(full.deadline());

        String answer = busy.askBatch(LINES, job("a") + "\n{}");

        assertThat(statuses(answer)).isEqualTo("503 503");
        assertThat(answer)
                .contains("\"retry_after\":1,")
                .contains("\"code\":\"overloaded\"")
                .contains("\"safe_to_retry\":true");
        assertThat(ids()).isEmpty();
    }

    @Test
    void takesOnePlaceAtTheDeskForEachChunkAndGivesItBack() {
        desk.askBatch(LINES, (job("a") + "\n").repeat(450));

        assertThat(chunks.sizes()).hasSize(5);
        assertThat(desk.admission.atWork()).isZero();
    }

    @Test
    void allowsNoOtherTasksThanASingleRequest() {
        Desk strict = new Desk(jobs, List.of("mail.*"), new Admission(1, 0, Duration.ofSeconds(30), System::nanoTime));

        assertThat(statuses(strict.askBatch(ARRAY, "[" + job("a") + ",{\"task\":\"mail.send\"}]")))
                .isEqualTo("403 200");
    }

    @Test
    void countsEachJobByItsOutcome() {
        desk.askBatch(LINES, job("a") + "\n" + job("a") + "\n{}\n{");

        assertThat(List.of("success", "replayed", "invalid_submission", "malformed_json"))
                .allSatisfy(outcome -> assertThat(desk.registry
                                .get("holdfast.enqueue")
                                .tag("outcome", outcome)
                                .timer()
                                .count())
                        .isEqualTo(1));
        assertThat(desk.registry.get("holdfast.enqueue.batches").gauge().value())
                .isZero();
    }

    private List<String> ids() {
        return jobs.waiting().stream().map(Job::id).map(Object::toString).toList();
    }

    private static String job(String id) {
        return "{\"task\":\"a.b\",\"job_id\":\"" + id + "\"}";
    }

    static String statuses(String answer) {
        return Pattern.compile("\"http_status\":(\\d+)")
                .matcher(answer)
                .results()
                .map(result -> result.group(1))
                .collect(Collectors.joining(" "));
    }
}
