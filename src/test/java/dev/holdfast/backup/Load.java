package dev.holdfast.backup;

import dev.holdfast.testing.RedisServer;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Jobs that come and go in a Redis, and one who looks how long it takes to enqueue one. */
final class Load implements AutoCloseable {

    private final RedisClient client;
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicInteger done = new AtomicInteger();
    private final List<Long> nanos = Collections.synchronizedList(new ArrayList<>());
    private volatile boolean stopped;

    Load(RedisServer redis) {
        client = RedisClient.create(redis.url());
        start(this::enqueue);
        start(this::work);
    }

    private void start(java.util.function.BiConsumer<RedisCommands<String, String>, Integer> step) {
        StatefulRedisConnection<String, String> connection = client.connect();
        Thread thread = new Thread(() -> {
            for (int number = 0; !stopped; number++) {
                step.accept(connection.sync(), number);
                LockSupport.parkNanos(2_000_000);
            }
        });
        threads.add(thread);
        thread.start();
    }

    private void enqueue(RedisCommands<String, String> redis, int number) {
        String id = "new-" + number;
        long begin = System.nanoTime();
        redis.hset("rq:job:" + id, Map.of("data", "x".repeat(700), "status", "queued", "origin", "q" + number % 3));
        redis.rpush("rq:queue:q" + number % 3, id);
        nanos.add(System.nanoTime() - begin);
    }

    private void work(RedisCommands<String, String> redis, int number) {
        String id = redis.lpop("rq:queue:q" + number % 3);
        if (id != null) {
            redis.del("rq:job:" + id);
            done.incrementAndGet();
        }
    }

    /** How many jobs were taken out of the queues. */
    int done() {
        return done.get();
    }

    String latencyOf(Duration time) {
        nanos.clear();
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(10_000_000);
        }
        return latencySinceLast();
    }

    String latencySinceLast() {
        List<Long> sorted = new ArrayList<>(nanos);
        nanos.clear();
        Collections.sort(sorted);
        return String.format(
                Locale.ROOT,
                "%d enqueued, two commands in ms: p50 %.2f p99 %.2f p99.9 %.2f max %.2f",
                sorted.size(),
                at(sorted, 0.5),
                at(sorted, 0.99),
                at(sorted, 0.999),
                at(sorted, 1));
    }

    private static double at(List<Long> sorted, double share) {
        return sorted.isEmpty()
                ? 0
                : sorted.get((int) Math.min(sorted.size() - 1L, (long) (sorted.size() * share))) / 1e6;
    }

    /** No more jobs come or go. */
    void stop() {
        stopped = true;
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException interrupted) {
                throw new IllegalStateException(interrupted);
            }
        }
    }

    @Override
    public void close() {
        stop();
        client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    }
}
