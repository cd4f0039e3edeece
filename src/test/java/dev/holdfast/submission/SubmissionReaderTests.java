package dev.holdfast.submission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.job.GroupName;
import dev.holdfast.job.JobId;
import dev.holdfast.job.QueueName;
import dev.holdfast.job.TaskName;
import dev.holdfast.rq.Callback;
import dev.holdfast.rq.Callbacks;
import dev.holdfast.rq.Repeat;
import dev.holdfast.rq.Retry;
import dev.holdfast.rq.Webhook;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SubmissionReaderTests {

    @Test
    void readsEveryMember() {
        assertThat(Submissions.read("""
                {"task": "a.b", "args": [1, null], "kwargs": {"": true}, "queue": "q:1", "job_id": "j-1",
                 "description": "dé", "timeout": -1, "ttl": "90s", "result_ttl": 0, "failure_ttl": -1,
                 "meta": {"k": [1.5]}, "at_front": true, "retry": {"max": 3, "intervals": [10, 30]},
                 "run_at": "2030-01-02T03:04:05Z", "repeat": {"times": 2, "intervals": 60}, "on_success": "a.ok",
                 "on_failure": {"callback": "a.fail", "timeout": "1m"}, "on_stopped": {"callback": "a.stop"},
                 "group": "g:1", "webhooks": [{"url": "https://h", "job_status": "failed"}]}"""))
                .usingRecursiveComparison()
                .isEqualTo(new Submission(
                        new TaskName("a.b"),
                        Arrays.asList(1L, null),
                        Map.of("", true),
                        new QueueName("q:1"),
                        new JobId("j-1"),
                        "dé",
                        -1,
                        90,
                        0,
                        -1,
                        Map.of("k", List.of(1.5)),
                        true,
                        Instant.parse("2030-01-02T03:04:05Z"),
                        null,
                        null,
                        new Retry(3, List.of(10, 30)),
                        new Repeat(2, List.of(60)),
                        new Callbacks(
                                new Callback(new TaskName("a.ok"), null),
                                new Callback(new TaskName("a.fail"), 60),
                                new Callback(new TaskName("a.stop"), null)),
                        new GroupName("g:1"),
                        List.of(new Webhook("https://h", "failed", "GET", Map.of(), 10))));
    }

    @Test
    void takesNullForAbsent() {
        Submission least = Submissions.read("{\"task\":\"a.b\"}");

        assertThat(Submissions.read("""
                {"task":"a.b","args":null,"kwargs":null,"queue":null,"job_id":null,"description":null,"timeout":null,
                 "ttl":null,"result_ttl":null,"failure_ttl":null,"meta":null,"at_front":null,"retry":null,
                 "run_at":null,"run_in":null,"depends_on":null,"repeat":null,"on_success":null,"on_failure":null,
                 "on_stopped":null,"group":null,"webhooks":null,"idempotency_key":null}"""))
                .isEqualTo(least)
                .isEqualTo(new Submission(
                        new TaskName("a.b"),
                        List.of(),
                        Map.of(),
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        Map.of(),
                        false,
                        null,
                        null,
                        null,
                        null,
                        null,
                        Callbacks.NONE,
                        null,
                        List.of()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
                    "task":null          | /task required is missing, must be the dotted path of a Python function
                    "task":7             | /task wrong_type is 7, must be a string
                    "task":["a.b"]       | /task wrong_type is an array, must be a string
                    "task":""            | /task invalid_task is "", must be the dotted path of a Python function, such as 'reports.tasks.build'
                    "task":"print"       | /task invalid_task is "print", must be the dotted path of a Python function, such as 'reports.tasks.build'
                    "task":"a b.c"       | /task invalid_task is "a b.c", must be the dotted path of a Python function, such as 'reports.tasks.build'
                    """)
    void refusesATask(String member, String violation) {
        assertThat(Submissions.violations("{" + member + "}")).containsExactly(violation);
    }

    @Test
    void shortensWhatItShows() {
        assertThat(Submissions.violations("{\"task\":\"" + "a".repeat(501) + "\"}"))
                .containsExactly("/task invalid_task is \"" + "a".repeat(60) + "…\", has 501 characters, limit is 500");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
                    "queue":""           | /queue invalid_queue is "", must be 1 to 128 characters of A-Z, a-z, 0-9, '_', '.', ':' and '-'
                    "queue":"a,b"        | /queue invalid_queue is "a,b", must be 1 to 128 characters of A-Z, a-z, 0-9, '_', '.', ':' and '-'
                    "queue":"a:intermediate" | /queue invalid_queue is "a:intermediate", must not contain ':intermediate', which RQ keeps for itself
                    "queue":1            | /queue wrong_type is 1, must be a string
                    "job_id":""          | /job_id invalid_job_id is "", must be 1 to 200 characters of A-Z, a-z, 0-9, '_' and '-'
                    "job_id":"a:b"       | /job_id invalid_job_id is "a:b", must be 1 to 200 characters of A-Z, a-z, 0-9, '_' and '-'
                    "job_id":7           | /job_id wrong_type is 7, must be a string
                    "at_front":"true"    | /at_front wrong_type is "true", must be true or false
                    "at_front":1         | /at_front wrong_type is 1, must be true or false
                    "group":""           | /group invalid_group is "", must be 1 to 128 characters of A-Z, a-z, 0-9, '_', '.', ':' and '-'
                    "group":"a b"        | /group invalid_group is "a b", must be 1 to 128 characters of A-Z, a-z, 0-9, '_', '.', ':' and '-'
                    "group":["a"]        | /group wrong_type is an array, must be a string
                    "args":{}            | /args wrong_type is an object, must be an array
                    "args":"x"           | /args wrong_type is a string, must be an array
                    "kwargs":[]          | /kwargs wrong_type is an array, must be an object
                    "kwargs":5           | /kwargs wrong_type is a number, must be an object
                    "meta":true          | /meta wrong_type is a boolean, must be an object
                    "description":7      | /description wrong_type is a number, must be a string
                    "description":"a\\u0000" | /description invalid_text has a control character at index 1, must have none, for workers log it in one line
                    "description":"\\t"  | /description invalid_text has a control character at index 0, must have none, for workers log it in one line
                    "description":"\\u007f" | /description invalid_text has a control character at index 0, must have none, for workers log it in one line
                    "description":"ab\\u009f" | /description invalid_text has a control character at index 2, must have none, for workers log it in one line
                    "args":[1e400]       | /args/0 not_finite is too large for a floating-point number; send it as text
                    "ttl":1e400          | /ttl not_finite is too large for a floating-point number; send it as text
                    "task":"\\ud83d"     | /task lone_surrogate has half of a surrogate pair, which no UTF-8 can carry
                    "description":["\\ud83d"] | /description wrong_type is an array, must be a string; /description/0 lone_surrogate has half of a surrogate pair, which no UTF-8 can carry
                    "\\ud83d":"\\ud83d"  | /\uFFFD lone_surrogate has half of a surrogate pair, which no UTF-8 can carry
                    """)
    void refusesAMember(String member, String violations) {
        String task = member.startsWith("\"task\"") ? "{" : "{\"task\":\"a.b\",";

        assertThat(String.join("; ", Submissions.violations(task + member + "}")))
                .isEqualTo(violations);
    }

    @Test
    void sendsTheIdempotencyKeyToItsHeader() {
        assertThat(Submissions.violations("{\"task\":\"a.b\",\"idempotency_key\":\"k\"}"))
                .containsExactly(
                        "/idempotency_key unknown_member is a member within a batch only, send it as the header"
                                + " Idempotency-Key");
    }

    @ParameterizedTest
    @CsvSource({"tll, /tll", "a/b~c, /a~1b~0c", "'', /", "TASK, /TASK"})
    void refusesAnUnknownMemberByName(String name, String pointer) {
        for (String value : List.of("1", "null")) {
            assertThat(Submissions.violations("{\"task\":\"a.b\",\"" + name + "\":" + value + "}"))
                    .singleElement()
                    .asString()
                    .startsWith(pointer + " unknown_member is unknown, the members are task, args, kwargs, queue,");
        }
    }

    @Test
    void tellsAllThatIsWrongInTheOrderOfTheDocument() {
        assertThat(
                        Submissions.violations(
                                "{\"ttl\":0,\"args\":[0,\"\\ud83d\"],\"x\":1,\"meta\":[1e400],\"retry\":{\"max\":0},\"at_front\":0}"))
                .extracting(violation -> violation.split(" is | has ", 2)[0])
                .containsExactly(
                        "/task required",
                        "/ttl out_of_range",
                        "/args/1 lone_surrogate",
                        "/x unknown_member",
                        "/meta wrong_type",
                        "/meta/0 not_finite",
                        "/retry/max out_of_range",
                        "/at_front wrong_type");
    }

    @ParameterizedTest
    @CsvSource({
        "1, the submission breaks 1 rule",
        "2, the submission breaks 2 rules",
        "50, the submission breaks 50 rules",
        "51, the submission breaks more rules than the 50 that are listed",
        "5000, the submission breaks more rules than the 50 that are listed"
    })
    void listsFiftyViolationsAtMost(int count, String detail) {
        String unknown =
                IntStream.range(0, count).mapToObj(i -> ",\"x" + i + "\":0").collect(Collectors.joining());
        String tooLarge = IntStream.range(0, count).mapToObj(i -> "1e400").collect(Collectors.joining(","));

        for (String rest : List.of(unknown, ",\"args\":[" + tooLarge + "]")) {
            RequestRefused refused = Submissions.refusal("{\"task\":\"a.b\"" + rest + "}");

            assertThat(refused.problem().detail()).isEqualTo(detail);
            assertThat(Submissions.listed(refused)).hasSize(Math.min(count, 50));
        }
    }

    @Test
    void shortensAPointer() {
        assertThat(Submissions.violations("{\"task\":\"a.b\",\"" + "x".repeat(5000) + "\":0}"))
                .singleElement()
                .asString()
                .startsWith("/" + "x".repeat(199) + "… unknown_member");
    }

    @ParameterizedTest
    @ValueSource(ints = {10_000, 1})
    void takesALongDescription(int length) {
        String text = "\uD83D\uDE00".repeat(length);

        assertThat(Submissions.read("{\"task\":\"a.b\",\"description\":\"" + text + "\"}")
                        .description())
                .isEqualTo(text);
    }

    @Test
    void refusesALongerDescription() {
        assertThat(Submissions.violations("{\"task\":\"a.b\",\"description\":\"" + "x".repeat(10_001) + "\"}"))
                .containsExactly("/description invalid_text has 10001 characters, limit is 10000");
    }
}
