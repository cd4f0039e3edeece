package dev.holdfast.enqueue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.job.Job;
import dev.holdfast.testing.InMemoryJobQueue;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;

/** The endpoint behind a real web server, spoken to byte by byte. */
class EnqueueHttpTests {

    private static ServletWebServerApplicationContext service;

    @BeforeAll
    static void start() {
        service = (ServletWebServerApplicationContext) application().run("--server.port=0");
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void answersWithAReceipt() throws IOException {
        assertThat(post("{\"task\":\"reports.build\",\"job_id\":\"receipt\"}")).isEqualTo("""
                HTTP/1.1 200\s
                Location: /jobs/receipt
                Content-Type: application/json
                Content-Length: 91
                Connection: close

                {"status":"success","job_id":"receipt","queue":"default","state":"queued","node":"primary"}""");
    }

    @Test
    void answersTheSameWhateverTheClientAccepts() throws IOException {
        assertThat(post("{\"task\":\"a.b\"}", "Accept: text/html"))
                .startsWith("HTTP/1.1 200")
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

                        """)).startsWith("HTTP/1.1 200");
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
                .startsWith("HTTP/1.1 413")
                .contains("\"code\":\"payload_too_large\"", "larger than 1048576 bytes");
    }

    @Test
    void takesABodyOfExactlyTheLimit() throws IOException {
        String frame = "{\"task\":\"a.b\",\"args\":[\"\"]}";

        assertThat(post(frame.replace("[\"", "[\"" + "x".repeat(1_048_576 - frame.length()))))
                .startsWith("HTTP/1.1 200");
    }

    @Test
    void refusesABodyWithoutAType() throws IOException {
        assertThat(send("POST /enqueue HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}"))
                .startsWith("HTTP/1.1 415")
                .contains("\"code\":\"unsupported_media_type\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "PUT", "DELETE", "PATCH"})
    void refusesOtherMethods(String method) throws IOException {
        assertThat(send(method + " /enqueue HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"))
                .startsWith("HTTP/1.1 405")
                .contains("Allow: POST", "\"code\":\"method_not_allowed\"");
    }

    @Test
    void refusesABodyThatIsNotJson() throws IOException {
        assertThat(post("{\n \"task\": secret}"))
                .startsWith("HTTP/1.1 400")
                .contains("Content-Type: application/problem+json")
                .endsWith("{\"type\":\"urn:holdfast:problem:malformed_json\",\"title\":\"The body is not JSON\","
                        + "\"status\":400,\"code\":\"malformed_json\","
                        + "\"detail\":\"the body is not JSON, see line 2, column 10\"}");
    }

    @Test
    void tellsEveryViolation() throws IOException {
        assertThat(post("{\"ttl\":0,\"retry\":{\"max\":1.5}}"))
                .startsWith("HTTP/1.1 400")
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
                .startsWith("HTTP/1.1 400")
                .contains("\"code\":\"invalid_idempotency_key\"");
    }

    @Test
    void enqueuesARepeatedKeyOnce() throws IOException {
        String first = post("{\"task\":\"a.once\"}", "Idempotency-Key: \"once\"");
        String second = post("{\"task\":\"a.once\"}", "Idempotency-Key: once");

        assertThat(second).contains("Idempotency-Replayed: true").endsWith(first.substring(first.indexOf("{")));
        assertThat(service.getBean(InMemoryJobQueue.class).waiting())
                .extracting(Job::id)
                .doesNotHaveDuplicates();
    }

    @Test
    void doesNotStartWhereOthersCanReachItWithoutAListOfTasks() {
        assertThatThrownBy(() -> application().run("--server.port=0", "--server.address=0.0.0.0"))
                .rootCause()
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("HOLDFAST_ALLOWED_TASKS is not set, but the service listens on 0.0.0.0");
    }

    @Test
    void doesNotStartWithTooFewThreads() {
        assertThatThrownBy(() -> application().run("--server.port=0", "--server.tomcat.threads.max=300"))
                .rootCause()
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("SERVER_TOMCAT_THREADS_MAX is 300, must be more than");
    }

    private static SpringApplicationBuilder application() {
        return new SpringApplicationBuilder(House.class).registerShutdownHook(false);
    }

    private static String post(String body, String... headers) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        StringBuilder head = new StringBuilder("POST /enqueue HTTP/1.1\r\nHost: x\r\nConnection: close\r\n")
                .append("Content-Type: application/json\r\nContent-Length: ")
                .append(bytes.length)
                .append("\r\n");
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        return send(head + "\r\n" + body);
    }

    private static String sendLines(String request) throws IOException {
        return send(request.replace("\n", "\r\n"));
    }

    /** The whole answer without the date, lines ended as in a text block. */
    private static String send(String request) throws IOException {
        try (Socket socket = new Socket(
                InetAddress.getLoopbackAddress(), service.getWebServer().getPort())) {
            socket.setSoTimeout(10_000);
            OutputStream out = socket.getOutputStream();
            out.write(request.getBytes(StandardCharsets.UTF_8));
            out.flush();
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return answer.replaceAll("Date: [^\r]*\r\n", "").replace("\r\n", "\n");
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @ComponentScan({"dev.holdfast.enqueue", "dev.holdfast.problem", "dev.holdfast.rq"})
    static class House {

        @Bean
        InMemoryJobQueue jobs() {
            return new InMemoryJobQueue();
        }
    }
}
