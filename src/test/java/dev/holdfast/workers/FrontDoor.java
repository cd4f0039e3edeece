package dev.holdfast.workers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Set;

/** The service as a client sees it. */
final class FrontDoor {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Set<String> ENDS = Set.of("finished", "failed");

    private final HttpClient client = HttpClient.newHttpClient();
    private final ObjectMapper json = new ObjectMapper();
    private final URI address;

    FrontDoor(int port) {
        this.address = URI.create("http://127.0.0.1:" + port);
    }

    HttpResponse<String> post(String submission) {
        return send(HttpRequest.newBuilder(address.resolve("/enqueue"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(submission)));
    }

    HttpResponse<String> batch(String type, String jobs) {
        return send(HttpRequest.newBuilder(address.resolve("/enqueue/batch"))
                .header("Content-Type", type)
                .POST(BodyPublishers.ofString(jobs)));
    }

    /** Submits what must be accepted and returns the job's id. */
    String enqueue(String submission) {
        HttpResponse<String> answer = post(submission);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        JsonNode receipt = read(answer.body());
        assertThat(receipt.path("status").asText()).isEqualTo("success");
        return receipt.path("job_id").asText();
    }

    HttpResponse<String> get(String id) {
        return send(HttpRequest.newBuilder(address.resolve("/jobs/" + id)).GET());
    }

    /** Has a job canceled or requeued. */
    HttpResponse<String> change(String id, String how) {
        return send(HttpRequest.newBuilder(address.resolve("/jobs/" + id + "/" + how))
                .POST(BodyPublishers.noBody()));
    }

    HttpResponse<String> delete(String id) {
        return send(HttpRequest.newBuilder(address.resolve("/jobs/" + id)).DELETE());
    }

    /** What became of a job that is still known. */
    JsonNode job(String id) {
        HttpResponse<String> answer = get(id);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return read(answer.body());
    }

    /** Waits until the job has ended, well or badly, and returns what became of it. */
    JsonNode ended(String id) {
        return await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> job(id), job -> ENDS.contains(job.path("state").asText()));
    }

    JsonNode read(String text) {
        try {
            return json.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
