package dev.holdfast.submission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.job.TaskName;
import dev.holdfast.rq.Callback;
import dev.holdfast.rq.Repeat;
import dev.holdfast.rq.Webhook;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The members that say what happens when a job has ended: {@code repeat}, {@code on_success} and the like, {@code webhooks}. */
class AfterwardsMembersTests {

    private static final String HOOK = "{\"url\":\"https://h/\",\"job_status\":\"finished\"}";

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
                    {"times":1}                        | 1       | 0
                    {"times":1000000,"intervals":5}    | 1000000 | 5
                    {"times":2,"intervals":[60,3600]}  | 2       | 60,3600
                    {"times":2,"intervals":null}       | 2       | 0
                    """)
    void readsARepeat(String json, int times, String intervals) {
        assertThat(read("\"repeat\":" + json).repeat())
                .isEqualTo(new Repeat(
                        times,
                        List.of(intervals.split(",")).stream()
                                .map(Integer::valueOf)
                                .toList()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
                    3                        | /repeat wrong_type is a number, must be an object with 'times'
                    {}                       | /repeat/times required is missing, must be the number of runs after the first
                    {"times":0}              | /repeat/times out_of_range is 0, must be a whole number between 1 and 1000000
                    {"times":1000001}        | /repeat/times out_of_range is 1000001, must be a whole number between 1 and 1000000
                    {"times":"3"}            | /repeat/times wrong_type is "3", must be a whole number between 1 and 1000000
                    {"times":1,"intervals":[]}     | /repeat/intervals out_of_range is empty, must have at least one number of seconds
                    {"times":1,"intervals":-1}     | /repeat/intervals out_of_range is -1, must be a whole number between 0 and 2147483647
                    {"times":1,"intervals":["5m",1.5]} | /repeat/intervals/0 wrong_type is "5m", must be a whole number between 0 and 2147483647; /repeat/intervals/1 wrong_type is 1.5, must be a whole number between 0 and 2147483647
                    {"times":1,"interval":5} | /repeat/interval unknown_member is unknown, 'repeat' has 'times' and 'intervals'
                    """)
    void refusesARepeat(String json, String violations) {
        assertThat(violations("\"repeat\":" + json)).isEqualTo(violations);
    }

    @ParameterizedTest
    @ValueSource(strings = {"on_success", "on_failure", "on_stopped"})
    void readsACallback(String member) {
        assertThat(callbacks("\"" + member + "\":\"a.b\"")).containsOnlyOnce(callback(null));
        assertThat(callbacks("\"" + member + "\":{\"callback\":\"a.b\"}")).containsOnlyOnce(callback(null));
        assertThat(callbacks("\"" + member + "\":{\"timeout\":\"2m\",\"callback\":\"a.b\"}"))
                .containsOnlyOnce(callback(120));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
                    ""                   | /on_failure invalid_task is "", must be the dotted path of a Python function, such as 'reports.tasks.build'
                    "print"              | /on_failure invalid_task is "print", must be the dotted path of a Python function, such as 'reports.tasks.build'
                    7                    | /on_failure wrong_type is a number, must be the dotted path of a Python function, or an object with 'callback'
                    ["a.b"]              | /on_failure wrong_type is an array, must be the dotted path of a Python function, or an object with 'callback'
                    {}                   | /on_failure/callback required is missing, must be the dotted path of a Python function
                    {"callback":7}       | /on_failure/callback wrong_type is 7, must be a string
                    {"callback":"a b.c"} | /on_failure/callback invalid_task is "a b.c", must be the dotted path of a Python function, such as 'reports.tasks.build'
                    {"callback":"a.b","timeout":0}  | /on_failure/timeout out_of_range is 0, must be between 1 and 2147483647
                    {"callback":"a.b","timeout":-1} | /on_failure/timeout out_of_range is -1, must be between 1 and 2147483647
                    {"callback":"a.b","func":"a.b"} | /on_failure/func unknown_member is unknown, a callback has 'callback' and 'timeout'
                    {"timeout":"x","callback":"\\ud83d"} | /on_failure/timeout invalid_text is "x", must be whole seconds, or text such as "90s", "5m", "1h" or "1d", between 1 and 2147483647; /on_failure/callback lone_surrogate has half of a surrogate pair, which no UTF-8 can carry
                    """)
    void refusesACallback(String json, String violations) {
        assertThat(violations("\"on_failure\":" + json)).isEqualTo(violations);
    }

    @Test
    void readsWebhooks() {
        assertThat(webhooks("""
                {"url":"HTTPS://user.example:8443/a?b=%20#c","job_status":"failed","method":"POST","timeout":"1m",
                 "headers":{"Authorization":"Bearer x.y","X-Empty":"","X-None":null}},
                {"url":"http://[::1]","job_status":"finished","method":null,"headers":null,"timeout":null},
                {"url":"http://my_service","job_status":"finished"}"""))
                .containsExactly(
                        new Webhook(
                                "HTTPS://user.example:8443/a?b=%20#c",
                                "failed", "POST", Map.of("Authorization", "Bearer x.y", "X-Empty", ""), 60),
                        new Webhook("http://[::1]", "finished", "GET", Map.of(), 10),
                        new Webhook("http://my_service", "finished", "GET", Map.of(), 10));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
                    null                 | /webhooks/0 wrong_type is null, must be an object with 'url' and 'job_status'
                    "https://h"          | /webhooks/0 wrong_type is a string, must be an object with 'url' and 'job_status'
                    {}                   | /webhooks/0/url required is missing, must be an http:// or https:// URL; /webhooks/0/job_status required is missing, must be "finished" or "failed"
                    {"url":7,"job_status":7} | /webhooks/0/url wrong_type is a number, must be a string; /webhooks/0/job_status wrong_type is 7, must be "finished" or "failed"
                    {"url":"http://h","job_status":"stopped"} | /webhooks/0/job_status invalid_text is "stopped", must be "finished" or "failed"
                    {"url":"http://h","job_status":"failed","method":"PUT"} | /webhooks/0/method invalid_text is "PUT", must be "GET" or "POST"
                    {"url":"http://h","job_status":"failed","method":"post"} | /webhooks/0/method invalid_text is "post", must be "GET" or "POST"
                    {"url":"http://h","job_status":"failed","timeout":0} | /webhooks/0/timeout out_of_range is 0, must be between 1 and 300
                    {"url":"http://h","job_status":"failed","timeout":"6m"} | /webhooks/0/timeout out_of_range is "6m", must be between 1 and 300
                    {"url":"http://h","job_status":"failed","body":"x"} | /webhooks/0/body unknown_member is unknown, a webhook has 'url', 'job_status', 'method', 'headers' and 'timeout'
                    {"url":"http://h","job_status":"failed","headers":["x"]} | /webhooks/0/headers wrong_type is an array, must be an object
                    {"url":"http://h","job_status":"failed","headers":{"X":7}} | /webhooks/0/headers/X wrong_type is a number, must be a string
                    {"url":"http://h","job_status":"failed","headers":{"X":"\\ud83d"}} | /webhooks/0/headers/X lone_surrogate has half of a surrogate pair, which no UTF-8 can carry
                    """)
    void refusesAWebhook(String json, String violations) {
        assertThat(violations("\"webhooks\":[" + json + "]")).isEqualTo(violations);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "h",
                "//h",
                "ftp://h",
                "file:///etc/passwd",
                "http:/h",
                "http://",
                "http:///path",
                "http://:80",
                "http://h:port",
                "http://h:123456",
                "http://user:secret@h",
                "http://secret@h/",
                "http://h /",
                "http://h/\\r\\nX: secret",
                "http://h/ü",
                "http://[::1",
                "http://[::1]x"
            })
    void refusesAUrlThatNoWorkerCanSendToAndDoesNotRepeatIt(String url) {
        assertThat(violations("\"webhooks\":[" + HOOK.replace("https://h/", url) + "]"))
                .startsWith("/webhooks/0/url invalid_url ")
                .doesNotContain("secret", ";/");
    }

    @Test
    void refusesALongUrl() {
        String url = "http://h/" + "x".repeat(1992);

        assertThat(violations("\"webhooks\":[" + HOOK.replace("https://h/", url) + "]"))
                .isEqualTo("/webhooks/0/url invalid_url has 2001 characters, limit is 2000");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "X Y", "X:", "X\\r\\nY", "ü", "X\\u0000", "\\\"X\\\""})
    void refusesANameThatIsNoHeaders(String name) {
        assertThat(headerViolations("{\"" + name + "\":\"v\"}"))
                .contains(" invalid_text is no name of a header, must be 1 to 100 letters, digits");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\\r\\nX-Injected: 1", "a\\n", "\\r", "\\u0000", "\\u007f", "ü", "\\u2028"})
    void refusesAValueThatWouldBeAnotherHeader(String value) {
        assertThat(headerViolations("{\"X\":\"" + value + "\"}"))
                .isEqualTo("/webhooks/0/headers/X invalid_text has a line break, another control character, or one"
                        + " outside ASCII, must have none");
    }

    @Test
    void boundsWebhooksAndTheirHeaders() {
        assertThat(violations("\"webhooks\":" + repeated(11, i -> HOOK, "[", "]")))
                .isEqualTo("/webhooks out_of_range has 11 webhooks, limit is 10");
        assertThat(headerViolations(repeated(21, i -> "\"X" + i + "\":\"\"", "{", "}")))
                .isEqualTo("/webhooks/0/headers out_of_range has 21 headers, limit is 20");
        assertThat(headerViolations("{\"X\":\"" + "v".repeat(4001) + "\"}"))
                .isEqualTo("/webhooks/0/headers/X invalid_text has 4001 characters, limit is 4000");
        assertThat(webhooks(repeated(10, i -> HOOK, "", ""))).hasSize(10);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
                    {"url":"http://h"}   | /webhooks wrong_type is an object, must be an array
                    "http://h"           | /webhooks wrong_type is a string, must be an array
                    """)
    void refusesWebhooksThatAreNoList(String json, String violation) {
        assertThat(violations("\"webhooks\":" + json)).isEqualTo(violation);
    }

    private static String repeated(int count, IntFunction<String> part, String open, String close) {
        return IntStream.range(0, count).mapToObj(part).collect(Collectors.joining(",", open, close));
    }

    private static Callback callback(@Nullable Integer timeout) {
        return new Callback(new TaskName("a.b"), timeout);
    }

    private static @Nullable Callback[] callbacks(String member) {
        Submission submission = read(member);
        return new @Nullable Callback[] {
            submission.callbacks().onSuccess(),
            submission.callbacks().onFailure(),
            submission.callbacks().onStopped()
        };
    }

    private static List<Webhook> webhooks(String elements) {
        return read("\"webhooks\":[" + elements + "]").webhooks();
    }

    private static Submission read(String member) {
        return Submissions.read("{\"task\":\"a.b\"," + member + "}");
    }

    private static String violations(String member) {
        return String.join("; ", Submissions.violations("{\"task\":\"a.b\"," + member + "}"));
    }

    private static String headerViolations(String headers) {
        return violations(
                "\"webhooks\":[{\"url\":\"http://h\",\"job_status\":\"failed\",\"headers\":" + headers + "}]");
    }
}
