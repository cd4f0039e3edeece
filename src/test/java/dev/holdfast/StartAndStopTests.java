package dev.holdfast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.testing.House;
import dev.holdfast.testing.RedisServer;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The service comes up whatever Redis does, and goes down without hitting anybody. */
@Tag("redis")
@Tag("one-redis-is-enough")
class StartAndStopTests {

    private static final int CLIENTS = 16;
    private static final String JOB = "{\"task\": \"tasks.nothing\"}";
    private static final String SUBMISSION = "POST /enqueue HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
            + "Content-Type: application/json\r\nContent-Length: " + JOB.length() + "\r\n\r\n" + JOB;

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
            House house = new House(onTimeFor(redis));
            AtomicInteger accepted = new AtomicInteger();
            URI address = house.address("/enqueue");
            ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
            List<Future<?>> ends = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                ends.add(clients.submit(() -> {
                    untilTheDoorIsClosed(address, accepted);
                    return null;
                }));
            }
            await().until(() -> accepted.get() > 20 * CLIENTS);

            house.close();

            for (Future<?> end : ends) {
                end.get();
            }
            clients.shutdown();
            assertThat(redis.commands().llen("rq:queue:default")).isEqualTo(accepted.get());
        }
    }

    @Test
    void servesThoseWhoWaitAtTheDoorWhenItCloses() throws Exception {
        // The one place is taken, so that the others are connected, and nobody has taken their connections yet.
        try (RedisServer redis = new RedisServer().start();
                House house = new House(onTimeFor(redis, "server.tomcat.max-connections=1"));
                Socket inside = connect(house)) {
            List<Socket> waiting = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                Socket client = connect(house);
                client.getOutputStream().write(SUBMISSION.getBytes(StandardCharsets.UTF_8));
                waiting.add(client);
            }
            CompletableFuture<Void> stop = CompletableFuture.runAsync(house::close);

            for (Socket client : waiting) {
                assertThat(new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                        .startsWith("HTTP/1.1 200 ");
                client.close();
            }
            inside.shutdownOutput();
            stop.get();
            assertThat(redis.commands().llen("rq:queue:default")).isEqualTo(CLIENTS);
        }
    }

    /** So that no job goes to the disk because the machine is busy. */
    private static String[] onTimeFor(RedisServer redis, String... settings) {
        return House.patient(Stream.concat(
                        Stream.of("holdfast.redis.primary-url=" + redis.url(), "holdfast.redis.first-link=20s"),
                        Stream.of(settings))
                .toArray(String[]::new));
    }

    private static Socket connect(House house) throws IOException {
        Socket client =
                new Socket(InetAddress.getLoopbackAddress(), house.address("/").getPort());
        client.setSoTimeout(20_000);
        return client;
    }

    /** Submits over kept-alive connections until it gets no new one; fails if one that it had was cut off. */
    private static void untilTheDoorIsClosed(URI address, AtomicInteger accepted) throws Exception {
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        HttpRequest request = HttpRequest.newBuilder(address)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(JOB))
                .build();
        boolean connecting = true;
        while (true) {
            try {
                HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
                assertThat(response.statusCode()).isEqualTo(200);
                accepted.incrementAndGet();
                connecting = response.headers().allValues("Connection").contains("close");
            } catch (IOException end) {
                // The kernel resets who connects within the microseconds of the closing itself; it refuses the others,
                // also one whose kept connection had ended before.
                if (connecting || end instanceof ConnectException) {
                    return;
                }
                throw end;
            }
        }
    }

    private static HttpResponse<String> enqueue(House house) {
        return house.post("/enqueue", JOB);
    }
}
