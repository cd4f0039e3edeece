package dev.holdfast.enqueue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.job.Job;
import dev.holdfast.testing.BatchStream;
import dev.holdfast.testing.InMemoryJobQueue;
import dev.holdfast.testing.RawHttp;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Batches behind a real web server, spoken to byte by byte. */
class BatchHttpTests {

    private static OpenDesk desk;
    private static RawHttp http;
    private static InMemoryJobQueue jobs;

    @BeforeAll
    static void start() {
        desk = new OpenDesk();
        http = new RawHttp(desk.port());
        jobs = desk.jobs();
    }

    @AfterAll
    static void stop() {
        desk.close();
    }

    @Test
    void answersAnArray() throws IOException {
        RawHttp.Answer answer =
                http.send("POST", "/enqueue/batch", "[{\"task\":\"a.b\",\"job_id\":\"array-1\"},{\"task\":\"ü b\"}]");

        assertThat(answer.status()).isEqualTo(207);
        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
        assertThat(answer.body()).startsWith("{\"status\":\"partial\",\"accepted\":1,\"replayed\":0,\"refused\":1,");
        assertThat(BatchAnswersTests.statuses(answer.body())).isEqualTo("200 400");
    }

    @Test
    void knowsNoOtherMethod() throws IOException {
        assertThat(http.send("GET", "/enqueue/batch", "").status()).isEqualTo(405);
    }

    @Test
    void answersTheFirstChunkBeforeTheSecondIsSent() throws IOException {
        try (BatchStream stream = new BatchStream(desk.port())) {
            stream.send(lines("first", 100));
            List<String> first = stream.outcomes(100);

            assertThat(first.get(0))
                    .startsWith("{\"index\":0,\"http_status\":200,")
                    .contains("\"job_id\":\"first-0\"");
            assertThat(first.get(99)).startsWith("{\"index\":99,").contains("\"job_id\":\"first-99\"");
            assertThat(ids("first")).hasSize(100);

            stream.send(lines("second", 5));
            stream.end();

            assertThat(stream.outcomes(5).get(4)).startsWith("{\"index\":104,").contains("\"job_id\":\"second-4\"");
            assertThat(stream.hasEnded()).isTrue();
        }
    }

    @Test
    void readsNothingMoreOfAClientThatLeft() throws IOException {
        try (BatchStream stream = new BatchStream(desk.port())) {
            stream.send(lines("left", 100));
            stream.outcomes(100);
            stream.send(lines("unread", 50));
        }

        await().until(() -> batchesAtWork() == 0);
        assertThat(ids("left")).hasSize(100);
        assertThat(ids("unread")).isEmpty();
    }

    @Test
    void placesWhatCameBeforeAClientFellSilent() throws IOException {
        try (OpenDesk hasty = new OpenDesk("server.tomcat.connection-timeout=2s");
                BatchStream stream = new BatchStream(hasty.port())) {
            stream.send(lines("silent", 3));

            List<String> outcomes = stream.outcomes(4);

            assertThat(outcomes.get(2)).startsWith("{\"index\":2,\"http_status\":200,");
            assertThat(outcomes.get(3))
                    .startsWith("{\"index\":3,\"http_status\":408,")
                    .contains("\"code\":\"request_timeout\"", "nothing from here on was placed");
            assertThat(stream.hasEnded()).isTrue();
            assertThat(hasty.jobs().waiting()).hasSize(3);
        }
    }

    @Test
    void placesNothingOfAChunkThatBrokeOff() throws IOException {
        String text = lines("broken", 3);

        String answer = http.sendText("POST /enqueue/batch HTTP/1.0\r\nContent-Type: application/x-ndjson\r\n"
                        + "Content-Length: " + (text.length() + 1) + "\r\n\r\n" + text)
                .body();

        assertThat(answer)
                .startsWith("{\"index\":0,\"http_status\":400,")
                .contains("the body broke off before its end; nothing from here on was placed");
        assertThat(ids("broken")).isEmpty();
    }

    @Test
    void servesTheNextRequestOfAConnection() throws IOException {
        try (BatchStream stream = new BatchStream(desk.port())) {
            stream.send(lines("one", 2));
            stream.end();
            stream.outcomes(2);
            assertThat(stream.hasEnded()).isTrue();

            stream.begin();
            stream.send(lines("two", 2));
            stream.end();

            assertThat(stream.outcomes(2).get(1)).startsWith("{\"index\":1,").contains("two-1");
        }
    }

    @Test
    void placesTenThousandLines() throws IOException {
        try (BatchStream stream = new BatchStream(desk.port())) {
            for (int i = 0; i < 100; i++) {
                stream.send(lines("many-" + i, 100));
                stream.outcomes(100);
            }
            stream.end();
            assertThat(stream.hasEnded()).isTrue();
        }
        assertThat(ids("many")).hasSize(10_000).doesNotHaveDuplicates();
    }

    private static double batchesAtWork() {
        return desk.bean(MeterRegistry.class)
                .get("holdfast.enqueue.batches")
                .gauge()
                .value();
    }

    private static List<String> ids(String prefix) {
        return jobs.waiting().stream()
                .map(Job::id)
                .map(Object::toString)
                .filter(id -> id.startsWith(prefix + "-"))
                .toList();
    }

    private static String lines(String prefix, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "{\"task\":\"a.b\",\"job_id\":\"" + prefix + "-" + i + "\"}\n")
                .collect(Collectors.joining());
    }
}
