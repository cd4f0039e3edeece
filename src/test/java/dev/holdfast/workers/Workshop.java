package dev.holdfast.workers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.HoldfastApplication;
import dev.holdfast.testing.House;
import dev.holdfast.testing.RedisServer;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.extension.ExtensionContext.Store.CloseableResource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/** The running service, its Redis, and one worker of each crew that waits at the crew's queue. */
final class Workshop implements CloseableResource {

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final RedisServer redis;
    private final ConfigurableApplicationContext service;
    private final List<RqWorker> workers;
    private final FrontDoor door;

    private Workshop(RedisServer redis, ConfigurableApplicationContext service, List<RqWorker> workers, int port) {
        this.redis = redis;
        this.service = service;
        this.workers = workers;
        this.door = new FrontDoor(port);
        // Its client is opened on first use, by one thread.
        redis.commands().ping();
    }

    static Workshop open() {
        RedisServer redis = new RedisServer().start();
        List<RqWorker> workers = Arrays.stream(Crew.values())
                .map(crew -> new RqWorker(crew, redis.url(), crew.queue(), "--with-scheduler"))
                .toList();
        List<String> settings = new ArrayList<>(List.of(
                "--server.port=0", "--holdfast.rq.serializer=json", "--holdfast.redis.primary-url=" + redis.url()));
        for (String limit : House.patient()) {
            settings.add("--" + limit);
        }
        for (Crew crew : Crew.values()) {
            for (String queue : List.of(crew.queue(), crew.shelf())) {
                settings.add("--holdfast.rq.queues." + queue + ".serializer=" + crew.serializer());
            }
        }
        ConfigurableApplicationContext service =
                SpringApplication.run(HoldfastApplication.class, settings.toArray(String[]::new));
        int port = ((ServletWebServerApplicationContext) service).getWebServer().getPort();
        return new Workshop(redis, service, workers, port);
    }

    FrontDoor door() {
        return door;
    }

    RedisCommands<String, String> redis() {
        return redis.commands();
    }

    /** What a test does with a crew. */
    interface Shift {

        void with(Crew crew) throws Exception;
    }

    /** Does this with each crew, with all of them at once: most of it is waiting for their workers. */
    void withEachCrew(Shift shift) {
        ExecutorService threads = Executors.newFixedThreadPool(Crew.values().length);
        try {
            Map<Crew, Future<Boolean>> ends = new EnumMap<>(Crew.class);
            for (Crew crew : Crew.values()) {
                ends.put(crew, threads.submit(() -> {
                    shift.with(crew);
                    return true;
                }));
            }
            assertThat(ends).allSatisfy((crew, end) -> assertThat(end).succeedsWithin(PATIENCE));
        } finally {
            threads.shutdownNow();
        }
    }

    /** Runs what waits in the queue with a worker of the crew, until the queue is empty. */
    void work(Crew crew, String queue) throws InterruptedException {
        try (RqWorker worker = new RqWorker(crew, redis.url(), queue, "--burst")) {
            worker.awaitEnd();
        }
    }

    /** The same, with what is due as well, but no more than so many runs: one that is to follow them is not begun. */
    void work(Crew crew, String queue, int runs) throws InterruptedException {
        String[] options = {"--burst", "--with-scheduler", "--max-jobs", Integer.toString(runs)};
        try (RqWorker worker = new RqWorker(crew, redis.url(), queue, options)) {
            worker.awaitEnd();
        }
    }

    /** Has a worker of the crew and its scheduler serve the queue until all is as it should be. */
    void workUntil(Crew crew, String queue, Callable<Boolean> end) throws InterruptedException {
        try (RqWorker worker = new RqWorker(crew, redis.url(), queue, "--with-scheduler")) {
            await().atMost(PATIENCE).until(end);
            worker.stop();
            worker.awaitEnd();
        }
    }

    /** Each worker process is still the one that was started, and no job is stuck between queue and worker. */
    void assertWorkersAreWell() {
        assertThat(workers).allMatch(RqWorker::isAlive);
        for (Crew crew : Crew.values()) {
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(redis().lrange("rq:queue:" + crew.queue() + ":intermediate", 0, -1))
                            .isEmpty());
        }
    }

    @Override
    public void close() {
        workers.forEach(RqWorker::close);
        service.close();
        redis.close();
    }
}
