package dev.holdfast.submission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.job.JobId;
import dev.holdfast.job.QueueName;
import dev.holdfast.job.Start;
import dev.holdfast.job.Terms;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The members {@code run_at}, {@code run_in} and {@code depends_on}. */
class StartMembersTests {

    private static final Instant NOW = Instant.parse("2026-11-24T10:00:00.5Z");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    2030-01-02T03:04:05Z                | 2030-01-02T03:04:05Z
                    2030-01-02t03:04:05z                | 2030-01-02T03:04:05Z
                    2030-01-02 03:04:05+00:00           | 2030-01-02T03:04:05Z
                    2030-01-02T03:04:05.999999999999Z   | 2030-01-02T03:04:05Z
                    2030-01-02T03:04:05+02:00           | 2030-01-02T01:04:05Z
                    2030-01-02T03:04:05-23:59           | 2030-01-03T03:03:05Z
                    2028-02-29T00:00:00-00:00           | 2028-02-29T00:00:00Z
                    9999-12-31T23:59:59Z                | 9999-12-31T23:59:59Z
                    2026-11-24T10:00:01Z                | 2026-11-24T10:00:01Z
                    """)
    void schedulesForAMomentToComeInWholeSeconds(String text, Instant due) {
        assertThat(start("\"run_at\":\"" + text + "\"")).isEqualTo(new Start.At(due));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"run_at\":\"2026-11-24T10:00:00Z\"",
                "\"run_at\":\"2020-01-01T00:00:00Z\"",
                "\"run_at\":\"1969-12-31T23:59:59Z\"",
                "\"run_at\":\"0000-01-01T00:00:00Z\"",
                "\"run_in\":0",
                "\"run_in\":\"0h\"",
                "\"run_at\":null,\"run_in\":null,\"depends_on\":null",
                "\"depends_on\":[]",
                "\"depends_on\":[],\"run_in\":0"
            })
    void takesThePastAndNothingForNow(String members) {
        assertThat(start(members)).isEqualTo(new Start.Now());
    }

    @ParameterizedTest
    @CsvSource({"1, 2026-11-24T10:00:01Z", "\"90s\", 2026-11-24T10:01:30Z", "2147483647, 2094-12-12T13:14:07Z"})
    void countsADelayFromNowOn(String json, Instant due) {
        assertThat(start("\"run_in\":" + json)).isEqualTo(new Start.At(due));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
                    "run_at":1893553445  | /run_at wrong_type is 1893553445, must be a moment such as "2030-01-02T03:04:05Z"
                    "run_at":["2030"]    | /run_at wrong_type is an array, must be a moment such as "2030-01-02T03:04:05Z"
                    "run_at":"9999-12-31T23:59:59-00:01" | /run_at out_of_range is "9999-12-31T23:59:59-00:01", must be before the year 10000
                    "run_in":-1          | /run_in out_of_range is -1, must be between 0 and 2147483647
                    "run_in":"-5m"       | /run_in out_of_range is "-5m", must be between 0 and 2147483647
                    "run_in":2147483648  | /run_in out_of_range is 2147483648, must be between 0 and 2147483647
                    "run_in":1.5         | /run_in wrong_type is 1.5, must be whole seconds, or text such as "90s", "5m", "1h" or "1d", between 0 and 2147483647
                    "run_in":"1w"        | /run_in invalid_text is "1w", must be whole seconds, or text such as "90s", "5m", "1h" or "1d", between 0 and 2147483647
                    "run_at":"2030-01-02T03:04:05Z","run_in":5 | /run_in conflicting_member stands beside 'run_at', send one of them
                    "run_in":5,"run_at":"2030-01-02T03:04:05Z" | /run_in conflicting_member stands beside 'run_at', send one of them
                    "run_in":5,"depends_on":"a" | /depends_on conflicting_member stands beside a time, for which RQ would forget it; send one of them
                    "depends_on":["a"],"run_at":"x" | /depends_on conflicting_member stands beside a time, for which RQ would forget it; send one of them; /run_at invalid_text is "x", must be a moment with its offset from UTC, such as "2030-01-02T03:04:05Z" or "2030-01-02T03:04:05+02:00"
                    """)
    void refusesATime(String members, String violations) {
        assertThat(violations(members)).isEqualTo(violations);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "now",
                "2030-01-02",
                "2030-01-02T03:04Z",
                "2030-01-02T03:04:05",
                "2030-01-02T03:04:05.Z",
                "2030-01-02T03:04:05+0200",
                "2030-01-02T03:04:05+24:00",
                "2030-01-02T03:04:05+02:60",
                "2030-02-30T03:04:05Z",
                "2030-13-01T03:04:05Z",
                "2030-01-02T24:00:00Z",
                "2030-01-02T23:59:60Z",
                "+12030-01-02T03:04:05Z",
                " 2030-01-02T03:04:05Z",
                "2030-01-02T03:04:05Z[UTC]",
                "20300102T030405Z"
            })
    void refusesWhatIsNoMoment(String text) {
        assertThat(violations("\"run_at\":\"" + text + "\""))
                .startsWith("/run_at invalid_text is \"" + text + "\", must be a moment with its offset from UTC");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
                    "a"                             | a   | false | false
                    ["a","b"]                       | a,b | false | false
                    ["b","a","b"]                   | b,a | false | false
                    {"jobs":"a"}                    | a   | false | false
                    {"jobs":["a","b"],"allow_failure":true} | a,b | true | false
                    {"jobs":["a"],"at_front":true,"allow_failure":false} | a | false | true
                    {"jobs":["a"],"at_front":null,"allow_failure":null}  | a | false | false
                    """)
    void waitsForOtherJobs(String json, String parents, boolean allowFailure, boolean atFront) {
        List<JobId> ids = List.of(parents.split(",")).stream().map(JobId::new).toList();

        assertThat(terms("\"depends_on\":" + json))
                .isEqualTo(new Terms(new Start.After(ids, allowFailure, false), atFront, null, null));
    }

    @Test
    void takesAPlainAtFrontForThatOfTheDependency() {
        assertThat(terms("\"depends_on\":\"a\",\"at_front\":true"))
                .isEqualTo(terms("\"depends_on\":{\"jobs\":\"a\",\"at_front\":true},\"at_front\":false"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
                    7                    | /depends_on wrong_type is a number, must be a job's id, a list of ids, or an object with 'jobs'
                    true                 | /depends_on wrong_type is a boolean, must be a job's id, a list of ids, or an object with 'jobs'
                    ""                   | /depends_on invalid_job_id is "", must be 1 to 200 characters of A-Z, a-z, 0-9, '_' and '-'
                    "a:b"                | /depends_on invalid_job_id is "a:b", must be 1 to 200 characters of A-Z, a-z, 0-9, '_' and '-'
                    "own"                | /depends_on conflicting_member is the job's own job_id, must be another job's
                    ["a","own"]          | /depends_on/1 conflicting_member is the job's own job_id, must be another job's
                    ["a",null,7]         | /depends_on/1 wrong_type is null, must be a string; /depends_on/2 wrong_type is 7, must be a string
                    [{"jobs":["a"]}]     | /depends_on/0 wrong_type is an object, must be a string
                    ["\\ud83d","a.b"]    | /depends_on/0 lone_surrogate has half of a surrogate pair, which no UTF-8 can carry; /depends_on/1 invalid_job_id is "a.b", must be 1 to 200 characters of A-Z, a-z, 0-9, '_' and '-'
                    {}                   | /depends_on/jobs required is missing, must be a list of the ids of jobs
                    {"jobs":null}        | /depends_on/jobs required is missing, must be a list of the ids of jobs
                    {"jobs":[]}          | /depends_on/jobs out_of_range is empty, must have at least one id; leave 'depends_on' out for none
                    {"jobs":{}}          | /depends_on/jobs wrong_type is an object, must be a string
                    {"jobs":"a","allow_failure":1} | /depends_on/allow_failure wrong_type is 1, must be true or false
                    {"jobs":"a","at_front":"no"}   | /depends_on/at_front wrong_type is "no", must be true or false
                    {"jobs":"a","enqueue_at_front":true} | /depends_on/enqueue_at_front unknown_member is unknown, 'depends_on' has 'jobs', 'allow_failure' and 'at_front'
                    {"jobs":"a","x/y":null} | /depends_on/x~1y unknown_member is unknown, 'depends_on' has 'jobs', 'allow_failure' and 'at_front'
                    """)
    void refusesADependency(String json, String violations) {
        assertThat(violations("\"job_id\":\"own\",\"depends_on\":" + json)).isEqualTo(violations);
    }

    @Test
    void waitsForAHundredJobsAtMost() {
        assertThat(violations("\"depends_on\":" + ids(101)))
                .isEqualTo("/depends_on out_of_range has 101 ids, limit is 100");
        assertThat(violations("\"depends_on\":{\"jobs\":" + ids(101) + "}"))
                .isEqualTo("/depends_on/jobs out_of_range has 101 ids, limit is 100");
        assertThat(((Start.After) start("\"depends_on\":" + ids(100))).parents())
                .hasSize(100);
    }

    @Test
    void isRememberedUnderAnotherId() {
        JobId proof = new JobId("key");

        assertThat(Submissions.read("{\"task\":\"a.b\"}")
                        .toCall(new JobId("id"), proof, new QueueName("default"), NOW)
                        .terms())
                .isEqualTo(Terms.PLAIN.provenBy(proof));
    }

    private static String ids(int count) {
        return IntStream.range(0, count).mapToObj(i -> "\"p" + i + "\"").collect(Collectors.joining(",", "[", "]"));
    }

    private static Start start(String members) {
        return terms(members).start();
    }

    private static Terms terms(String members) {
        return Submissions.read("{\"task\":\"a.b\"," + members + "}")
                .toCall(new JobId("id"), null, new QueueName("default"), NOW)
                .terms();
    }

    private static String violations(String members) {
        return String.join("; ", Submissions.violations("{\"task\":\"a.b\"," + members + "}"));
    }
}
