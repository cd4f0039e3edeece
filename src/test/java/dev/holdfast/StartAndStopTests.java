package dev.holdfast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.testing.House;
import dev.holdfast.testing.RedisServer;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The service comes up whatever Redis does, and goes down without hitting anybody. */
@Tag("redis")
@Tag("one-redis-is-enough")
class StartAndStopTests {

    private static final int CLIENTS = 16;

    @Test
    void startsWithoutRedisAndTakesJobsWhenItComes() {
        try (RedisServer redis = new RedisServer().start()) {
            redis.stop();
            try (House house =
                    new House("holdfast.redis.primary-url=" + redis.url(), "holdfast.guard.reconnect-longest=200ms")) {
                assertThat(enqueue(house).statusCode()).isEqualTo(202);
                assertThat(house.get("/actuator/health").body()).contains("\"standby\":{\"state\":\"none\"");

                redis.start();

                await().until(() -> enqueue(house).statusCode() == 200);
            }
        }
    }

    @Test
    void startsWithAHostThatDoesNotExist() {
        try (House house =
                new House("holdfast.redis.primary-url=redis://no-such-host.invalid", "holdfast.spool.enabled=false")) {
            assertThat(enqueue(house).body()).contains("redis_unavailable").doesNotContain("no-such-host");
        }
    }

    @Test
    void answersEveryRequestThatItTookWhenItStopsUnderLoad() throws Exception {
        try (RedisServer redis = new RedisServer().start()) {
            House house = new House("holdfast.redis.primary-url=" + redis.url());
            AtomicInteger accepted = new AtomicInteger();
            URI address = house.address("/enqueue");
            ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
            List<Future<Exception>> ends = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                ends.add(clients.submit(() -> untilRefused(address, accepted)));
            }
            await().until(() -> accepted.get() > 20 * CLIENTS);

            house.close();

            for (Future<Exception> end : ends) {
                assertThat(end.get()).isInstanceOf(ConnectException.class);
            }
            clients.shutdown();
            assertThat(redis.commands().llen("rq:queue:default")).isEqualTo(accepted.get());
        }
    }

    /** Submits over one kept-alive connection until something fails, and returns what. */
    private static Exception untilRefused(URI address, AtomicInteger accepted) throws InterruptedException {
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        HttpRequest request = HttpRequest.newBuilder(address)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"task\": \"tasks.nothing\"}"))
                .build();
        try {
            while (true) {
                HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
                if (response.statusCode() != 200) {
                    return new IllegalStateException(response.statusCode() + " " + response.body());
                }
                accepted.incrementAndGet();
            }
        } catch (IOException end) {
            return end;
        }
    }

    private static HttpResponse<String> enqueue(House house) {
        return house.post("/enqueue", "{\"task\": \"tasks.nothing\"}");
    }
}
