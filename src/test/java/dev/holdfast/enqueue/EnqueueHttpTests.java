package dev.holdfast.enqueue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.job.Job;
import dev.holdfast.testing.RawHttp;
import dev.holdfast.testing.RawHttp.Answer;
import java.io.IOException;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The endpoint behind a real web server, spoken to byte by byte. */
class EnqueueHttpTests {

    private static final String PARTIAL = """

            Host: x
            Connection: close
            Content-Type: application/json
            Content-Length: 100

            [{"task":""";

    private static final String CHUNKED = """

            Host: x
            Connection: close
            Content-Type: application/json
            Transfer-Encoding: chunked

            64
            [{"task":""";

    private static OpenDesk desk;
    private static RawHttp http;

    @BeforeAll
    static void start() {
        desk = new OpenDesk();
        http = new RawHttp(desk.port());
    }

    @AfterAll
    static void stop() {
        desk.close();
    }

    @Test
    void answersWithAReceipt() throws IOException {
        assertThat(post("{\"task\":\"reports.build\",\"job_id\":\"receipt\"}")).isEqualTo("""
                200
                Location: /jobs/receipt
                Content-Type: application/json
                Content-Length: 112

                {"status":"success","job_id":"receipt","queue":"default","state":"queued","node":"primary","durability":"redis"}""");
    }

    @Test
    void answersTheSameWhateverTheClientAccepts() throws IOException {
        assertThat(post("{\"task\":\"a.b\"}", "Accept: text/html"))
                .startsWith("200")
                .contains("success");
    }

    @Test
    void readsABodyInChunks() throws IOException {
        assertThat(sendLines("""
                        POST /enqueue HTTP/1.1
                        Host: x
                        Connection: close
                        Content-Type: application/json
                        Transfer-Encoding: chunked

                        8
                        {"task":
                        6
                        "a.b"}
                        0

                        """)).startsWith("200");
    }

    @Test
    void refusesATooLargeBodyBeforeItComes() throws IOException {
        assertThat(sendLines("""
                        POST /enqueue HTTP/1.1
                        Host: x
                        Connection: close
                        Content-Type: application/json
                        Content-Length: 1048577

                        """))
                .startsWith("413")
                .contains("\"code\":\"payload_too_large\"", "larger than 1048576 bytes");
    }

    @Test
    void takesABodyOfExactlyTheLimit() throws IOException {
        String frame = "{\"task\":\"a.b\",\"args\":[\"\"]}";

        assertThat(post(frame.replace("[\"", "[\"" + "x".repeat(1_048_576 - frame.length()))))
                .startsWith("200");
    }

    @Test
    void refusesABodyWithoutAType() throws IOException {
        assertThat(sendLines("POST /enqueue HTTP/1.0\nContent-Length: 2\n\n{}"))
                .startsWith("415")
                .contains("\"code\":\"unsupported_media_type\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/enqueue", "/enqueue/batch"})
    void saysThatABodyBrokeOff(String path) throws IOException {
        assertThat(sendLines("POST " + path + " HTTP/1.1" + PARTIAL))
                .startsWith("400")
                .contains("\"code\":\"bad_request\"", "the body broke off before its end");
        assertThat(sendLines("POST " + path + " HTTP/1.1" + CHUNKED))
                .startsWith("400")
                .contains("\"code\":\"bad_request\"", "the body broke off before its end");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/enqueue", "/enqueue/batch"})
    void saysThatABodyDidNotArriveInTime(String path) throws IOException {
        try (OpenDesk hasty = new OpenDesk("server.tomcat.connection-timeout=2s")) {
            String request = ("POST " + path + " HTTP/1.1" + PARTIAL).replace("\n", "\r\n");

            assertThat(whole(new RawHttp(hasty.port()).sendBeginning(request)))
                    .startsWith("408")
                    .contains("\"code\":\"request_timeout\"", "the body did not arrive in time; nothing was written");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "PUT", "DELETE", "PATCH"})
    void refusesOtherMethods(String method) throws IOException {
        assertThat(whole(http.send(method, "/enqueue", "")))
                .startsWith("405")
                .contains("Allow: POST", "\"code\":\"method_not_allowed\"");
    }

    @Test
    void refusesABodyThatIsNotJson() throws IOException {
        assertThat(post("{\n \"task\": secret}"))
                .startsWith("400")
                .contains("Content-Type: application/problem+json")
                .endsWith("{\"type\":\"urn:holdfast:problem:malformed_json\",\"title\":\"The body is not JSON\","
                        + "\"status\":400,\"code\":\"malformed_json\","
                        + "\"detail\":\"the body is not JSON, see line 2, column 10\"}");
    }

    @Test
    void tellsEveryViolation() throws IOException {
        assertThat(post("{\"ttl\":0,\"retry\":{\"max\":1.5}}"))
                .startsWith("400")
                .endsWith(
                        "\"code\":\"invalid_submission\",\"detail\":\"the submission breaks 3 rules\",\"violations\":["
                                + "{\"pointer\":\"/task\",\"code\":\"required\","
                                + "\"detail\":\"is missing, must be the dotted path of a Python function\"},"
                                + "{\"pointer\":\"/ttl\",\"code\":\"out_of_range\","
                                + "\"detail\":\"is 0, must be between 1 and 2147483647\"},"
                                + "{\"pointer\":\"/retry/max\",\"code\":\"wrong_type\","
                                + "\"detail\":\"is 1.5, must be a whole number between 1 and 1000\"}]}");
    }

    @Test
    void refusesTwoLinesOfKeys() throws IOException {
        assertThat(post("{\"task\":\"a.b\"}", "Idempotency-Key: a", "Idempotency-Key: b"))
                .startsWith("400")
                .contains("\"code\":\"invalid_idempotency_key\"");
    }

    @Test
    void enqueuesARepeatedKeyOnce() throws IOException {
        String first = post("{\"task\":\"a.once\"}", "Idempotency-Key: \"once\"");
        String second = post("{\"task\":\"a.once\"}", "Idempotency-Key: once");

        assertThat(second).contains("Idempotency-Replayed: true").endsWith(first.substring(first.indexOf("{")));
        assertThat(desk.jobs().waiting()).extracting(Job::id).doesNotHaveDuplicates();
    }

    @Test
    void doesNotStartWhereOthersCanReachItWithoutAListOfTasks() {
        assertThatThrownBy(() -> OpenDesk.application().run("--server.port=0", "--server.address=0.0.0.0"))
                .rootCause()
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("HOLDFAST_ALLOWED_TASKS is not set, but the service listens on 0.0.0.0");
    }

    @Test
    void doesNotStartWithTooFewThreads() {
        assertThatThrownBy(() -> OpenDesk.application().run("--server.port=0", "--server.tomcat.threads.max=300"))
                .rootCause()
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("SERVER_TOMCAT_THREADS_MAX is 300, must be more than");
    }

    private static String post(String body, String... headers) throws IOException {
        return whole(http.send("POST", "/enqueue", body, headers));
    }

    private static String sendLines(String request) throws IOException {
        return whole(http.sendText(request.replace("\n", "\r\n")));
    }

    /** The whole answer but for the date and the connection. */
    private static String whole(Answer answer) {
        String headers = answer.headers().stream()
                .filter(header -> !header.startsWith("Date: ") && !header.startsWith("Connection: "))
                .collect(Collectors.joining("\n"));
        return answer.status() + "\n" + headers + "\n\n" + answer.body();
    }
}
