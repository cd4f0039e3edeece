package dev.holdfast.enqueue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.job.JobId;
import dev.holdfast.job.QueueName;
import dev.holdfast.job.TaskName;
import dev.holdfast.rq.Retry;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
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
        assertThat(read("""
                {"task": "a.b", "args": [1, null], "kwargs": {"": true}, "queue": "q:1", "job_id": "j-1",
                 "description": "dé", "timeout": -1, "ttl": "90s", "result_ttl": 0, "failure_ttl": -1,
                 "meta": {"k": [1.5]}, "at_front": true, "retry": {"max": 3, "intervals": [10, 30]}}"""))
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
                        new Retry(3, List.of(10, 30))));
    }

    @Test
    void takesNullForAbsent() {
        Submission least = read("{\"task\":\"a.b\"}");

        assertThat(read("""
                {"task":"a.b","args":null,"kwargs":null,"queue":null,"job_id":null,"description":null,"timeout":null,
                 "ttl":null,"result_ttl":null,"failure_ttl":null,"meta":null,"at_front":null,"retry":null,
                 "run_at":null,"depends_on":null,"webhooks":null,"idempotency_key":null}"""))
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
                        null));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
                    1            | 1
                    "10"         | 10
                    "90s"        | 90
                    "5m"         | 300
                    "1h"         | 3600
                    "1d"         | 86400
                    "1D"         | 86400
                    2147483647   | 2147483647
                    "2147483647" | 2147483647
                    "24855d"     | 2147472000
                    """)
    void readsDurationsAsRqDoes(String json, int seconds) {
        for (String member : List.of("timeout", "ttl", "result_ttl", "failure_ttl")) {
            Submission submission = read("{\"task\":\"a.b\",\"" + member + "\":" + json + "}");

            assertThat(new Integer[] {
                        submission.timeout(), submission.ttl(), submission.resultTtl(), submission.failureTtl()
                    })
                    .containsOnlyOnce(seconds);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"timeout", "result_ttl", "failure_ttl"})
    void takesMinusOneWhereRqGivesItAMeaning(String member) {
        assertThat(read("{\"task\":\"a.b\",\"" + member + "\":-1}"))
                .isEqualTo(read("{\"task\":\"a.b\",\"" + member + "\":\"-1\"}"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
                    "ttl":0              | /ttl out_of_range is 0, must be between 1 and 2147483647
                    "ttl":-1             | /ttl out_of_range is -1, must be between 1 and 2147483647
                    "ttl":2147483648     | /ttl out_of_range is 2147483648, must be between 1 and 2147483647
                    "ttl":"-5m"          | /ttl out_of_range is "-5m", must be between 1 and 2147483647
                    "ttl":"24856d"       | /ttl out_of_range is "24856d", must be between 1 and 2147483647
                    "ttl":"9999999999999d" | /ttl out_of_range is "9999999999999d", must be between 1 and 2147483647
                    "timeout":0          | /timeout out_of_range is 0, must be between 1 and 2147483647, or -1 for no limit
                    "timeout":-2         | /timeout out_of_range is -2, must be between 1 and 2147483647, or -1 for no limit
                    "result_ttl":-2      | /result_ttl out_of_range is -2, must be between 0 and 2147483647, or -1 for ever
                    "failure_ttl":-2     | /failure_ttl out_of_range is -2, must be between 0 and 2147483647, or -1 for ever
                    """)
    void refusesADurationOutOfRange(String member, String violation) {
        assertThat(violations("{\"task\":\"a.b\"," + member + "}")).containsExactly(violation);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
                    1.5                  | wrong_type is 1.5,
                    1e3                  | wrong_type is 1000.0,
                    true                 | wrong_type is true,
                    []                   | wrong_type is an array,
                    {}                   | wrong_type is an object,
                    9223372036854775808  | out_of_range is 9223372036854775808,
                    "1.5h"               | invalid_text is "1.5h",
                    ""                   | invalid_text is "",
                    " 1"                 | invalid_text is " 1",
                    "1 h"                | invalid_text is "1 h",
                    "1w"                 | invalid_text is "1w",
                    "h"                  | invalid_text is "h",
                    "+1"                 | invalid_text is "+1",
                    "0x10"               | invalid_text is "0x10",
                    "--1"                | invalid_text is "--1",
                    "١"                  | invalid_text is "١",
                    "99999999999999"     | invalid_text is "99999999999999",
                    """)
    void refusesWhatIsNoDurationAndNamesTheLimits(String json, String beginning) {
        for (Seconds member : Seconds.values()) {
            String name = member.name().toLowerCase(Locale.ROOT);

            assertThat(violations("{\"task\":\"a.b\",\"" + name + "\":" + json + "}"))
                    .singleElement()
                    .asString()
                    .startsWith("/" + name + " " + beginning)
                    .contains(" must be whole seconds, or text such as ", " and 2147483647");
        }
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
        assertThat(violations("{" + member + "}")).containsExactly(violation);
    }

    @Test
    void shortensWhatItShows() {
        assertThat(violations("{\"task\":\"" + "a".repeat(501) + "\"}"))
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

        assertThat(String.join("; ", violations(task + member + "}"))).isEqualTo(violations);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
                    {}                   | /retry/max required is missing, must be the number of repetitions
                    {"max":null}         | /retry/max required is missing, must be the number of repetitions
                    {"max":0}            | /retry/max out_of_range is 0, must be a whole number between 1 and 1000
                    {"max":1001}         | /retry/max out_of_range is 1001, must be a whole number between 1 and 1000
                    {"max":1.0}          | /retry/max wrong_type is 1.0, must be a whole number between 1 and 1000
                    {"max":"3"}          | /retry/max wrong_type is "3", must be a whole number between 1 and 1000
                    {"max":1e400}        | /retry/max not_finite is too large for a floating-point number; send it as text
                    {"max":1,"intervals":[]}    | /retry/intervals out_of_range is empty, must have at least one number of seconds
                    {"max":1,"intervals":-1}    | /retry/intervals out_of_range is -1, must be a whole number between 0 and 2147483647
                    {"max":1,"intervals":true}  | /retry/intervals wrong_type is true, must be a whole number between 0 and 2147483647
                    {"max":1,"intervals":[0,null]} | /retry/intervals/1 wrong_type is null, must be a whole number between 0 and 2147483647
                    {"max":1,"intervals":[1e400,[1e400],2147483648]} | /retry/intervals/0 not_finite is too large for a floating-point number; send it as text; /retry/intervals/1 wrong_type is an array, must be a whole number between 0 and 2147483647; /retry/intervals/1/0 not_finite is too large for a floating-point number; send it as text; /retry/intervals/2 out_of_range is 2147483648, must be a whole number between 0 and 2147483647
                    {"max":1,"at_front":true}   | /retry/at_front not_yet_supported is not supported by this version, leave it out
                    {"max":1,"interval":5}      | /retry/interval unknown_member is unknown, 'retry' has 'max' and 'intervals'
                    3                    | /retry wrong_type is a number, must be an object with 'max'
                    """)
    void refusesARetry(String json, String violations) {
        assertThat(String.join("; ", violations("{\"task\":\"a.b\",\"retry\":" + json + "}")))
                .isEqualTo(violations);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
                    {"max":1}                          | 1    | 0
                    {"max":1000,"intervals":5}         | 1000 | 5
                    {"max":2,"intervals":[2147483647]} | 2    | 2147483647
                    {"max":2,"intervals":null,"at_front":null} | 2 | 0
                    """)
    void readsARetry(String json, int max, int interval) {
        assertThat(read("{\"task\":\"a.b\",\"retry\":" + json + "}").retry())
                .isEqualTo(new Retry(max, List.of(interval)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "run_at",
                "run_in",
                "depends_on",
                "repeat",
                "on_success",
                "on_failure",
                "on_stopped",
                "group",
                "webhooks"
            })
    void refusesWhatComesLaterByName(String name) {
        assertThat(violations("{\"task\":\"a.b\",\"" + name + "\":{}}"))
                .containsExactly("/" + name + " not_yet_supported is not supported by this version, leave it out");
    }

    @Test
    void sendsTheIdempotencyKeyToItsHeader() {
        assertThat(violations("{\"task\":\"a.b\",\"idempotency_key\":\"k\"}"))
                .containsExactly("/idempotency_key not_yet_supported is not a member of a submission, send it as the"
                        + " header Idempotency-Key");
    }

    @ParameterizedTest
    @CsvSource({"tll, /tll", "a/b~c, /a~1b~0c", "'', /", "TASK, /TASK"})
    void refusesAnUnknownMemberByName(String name, String pointer) {
        for (String value : List.of("1", "null")) {
            assertThat(violations("{\"task\":\"a.b\",\"" + name + "\":" + value + "}"))
                    .singleElement()
                    .asString()
                    .startsWith(pointer + " unknown_member is unknown, the members are task, args, kwargs, queue,");
        }
    }

    @Test
    void tellsAllThatIsWrongInTheOrderOfTheDocument() {
        assertThat(
                        violations(
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
            RequestRefused refused = refusal("{\"task\":\"a.b\"" + rest + "}");

            assertThat(refused.problem().detail()).isEqualTo(detail);
            assertThat(listed(refused)).hasSize(Math.min(count, 50));
        }
    }

    @Test
    void shortensAPointer() {
        assertThat(violations("{\"task\":\"a.b\",\"" + "x".repeat(5000) + "\":0}"))
                .singleElement()
                .asString()
                .startsWith("/" + "x".repeat(199) + "… unknown_member");
    }

    @ParameterizedTest
    @ValueSource(ints = {10_000, 1})
    void takesALongDescription(int length) {
        String text = "\uD83D\uDE00".repeat(length);

        assertThat(read("{\"task\":\"a.b\",\"description\":\"" + text + "\"}").description())
                .isEqualTo(text);
    }

    @Test
    void refusesALongerDescription() {
        assertThat(violations("{\"task\":\"a.b\",\"description\":\"" + "x".repeat(10_001) + "\"}"))
                .containsExactly("/description invalid_text has 10001 characters, limit is 10000");
    }

    private static Submission read(String text) {
        return SubmissionReader.read(new JsonTreeReader().read(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static List<String> violations(String text) {
        return listed(refusal(text)).stream()
                .map(violation -> violation.pointer() + " " + violation.code().code() + " " + violation.detail())
                .toList();
    }

    private static RequestRefused refusal(String text) {
        return catchThrowableOfType(RequestRefused.class, () -> read(text));
    }

    @SuppressWarnings("unchecked")
    private static List<Violation> listed(RequestRefused refused) {
        return (List<Violation>) refused.problem().members().get("violations");
    }
}
