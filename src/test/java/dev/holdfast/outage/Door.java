package dev.holdfast.outage;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Hands submissions over by HTTP and takes the answers. Safe for all threads, each of which has a connection. */
final class Door {

    /** Longer than any answer may take, so that one that hangs is seen as such. */
    static final Duration PATIENCE = Duration.ofSeconds(10);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ObjectMapper json = new ObjectMapper();

    /** What came, which may be nothing. */
    Answer send(URI address, Submission submission) throws InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(address)
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(submission.body()));
        if (!submission.key().isEmpty()) {
            request.header("Idempotency-Key", submission.key());
        }
        long start = System.nanoTime();
        try {
            HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            boolean replayed =
                    response.headers().firstValue("Idempotency-Replayed").isPresent();
            return Answer.of(response.statusCode(), json.readTree(response.body()), replayed, took);
        } catch (IOException nothing) {
            return Answer.none(nothing.toString(), Duration.ofNanos(System.nanoTime() - start));
        }
    }
}
