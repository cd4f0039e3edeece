package dev.holdfast.link;

import io.lettuce.core.RedisFuture;
import io.lettuce.core.SetArgs;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * A proof of life: a write, since a paused, read-only or full node still answers {@code PING}; with it comes the
 * node's clock.
 */
final class Proof {

    private static final byte[] ALIVE = {'1'};
    private static final SetArgs FOR_A_WHILE = SetArgs.Builder.px(5_000);

    private final String key;
    private final LongSupplier nanoTime;

    /** @param instance tells this service's key from those of its sisters */
    Proof(String instance, LongSupplier nanoTime) {
        this.key = "holdfast:probe:" + instance;
        this.nanoTime = nanoTime;
    }

    /** The one key that this service may write for its own purposes, or what its other keys begin with. */
    String key() {
        return key;
    }

    /**
     * Asks for a proof.
     *
     * @return how far the node's clock runs ahead of our monotonic one, in microseconds; half a round trip uncertain
     * @throws LinkRefused if the node does not take the write within the limit
     */
    long take(RedisAsyncCommands<byte[], byte[]> redis, Duration limit) {
        long asked = nanoTime.getAsLong();
        RedisFuture<List<byte[]>> time = redis.time();
        RedisFuture<String> write = redis.set(key.getBytes(StandardCharsets.US_ASCII), ALIVE, FOR_A_WHILE);
        List<byte[]> now = Awaited.within(limit, time);
        long answered = nanoTime.getAsLong();
        Awaited.within(limit, write);
        long nodeMicros = number(now.get(0)) * 1_000_000 + number(now.get(1));
        return nodeMicros - (asked + (answered - asked) / 2) / 1_000;
    }

    private static long number(byte[] digits) {
        return Long.parseLong(new String(digits, StandardCharsets.US_ASCII));
    }
}
