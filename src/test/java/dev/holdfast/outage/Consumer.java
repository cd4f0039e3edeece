package dev.holdfast.outage;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.LMoveArgs;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A worker in miniature, on one node: takes an id as RQ does, counts it as run, and deletes the job as RQ does with
 * {@code result_ttl=0}, so that only Holdfast's own proof is left of it.
 */
final class Consumer implements AutoCloseable {

    private static final String QUEUE = "rq:queue:default";
    private static final String TAKEN = QUEUE + ":intermediate";
    private static final String END = "redis.call('LREM', KEYS[1], 1, ARGV[1]) return redis.call('DEL', KEYS[2])";

    private final Map<String, Integer> runs = new ConcurrentHashMap<>();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final RedisClient client;
    private final Thread thread;

    Consumer(int port) {
        client = RedisClient.create(RedisURI.builder()
                .withHost("127.0.0.1")
                .withPort(port)
                .withTimeout(Duration.ofSeconds(2))
                .build());
        // A command that was sent again would take a second job and forget the first.
        client.setOptions(ClientOptions.builder().autoReconnect(false).build());
        thread = new Thread(this::workUntilStopped, "consumer");
        thread.start();
    }

    /** How often each id was run. */
    Map<String, Integer> runs() {
        return Map.copyOf(runs);
    }

    @Override
    public void close() {
        stopped.countDown();
        try {
            thread.join();
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
        client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    }

    private void workUntilStopped() {
        try {
            do {
                workUntilBroken();
            } while (!stopped.await(50, TimeUnit.MILLISECONDS));
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    private void workUntilBroken() {
        try (StatefulRedisConnection<String, String> connection = client.connect()) {
            while (stopped.getCount() > 0) {
                work(connection.sync());
            }
        } catch (RedisException away) {
            // As RQ's workers do, it comes back.
        }
    }

    private void work(RedisCommands<String, String> redis) {
        String id = redis.blmove(QUEUE, TAKEN, LMoveArgs.Builder.leftRight(), 0.2);
        if (id == null) {
            return;
        }
        String job = "rq:job:" + id;
        if (redis.exists(job) == 1) {
            runs.merge(id, 1, Integer::sum);
        }
        redis.eval(END, ScriptOutputType.INTEGER, new String[] {TAKEN, job}, id);
    }
}
