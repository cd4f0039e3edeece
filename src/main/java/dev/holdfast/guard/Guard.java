package dev.holdfast.guard;

import dev.holdfast.job.JobQueue;
import dev.holdfast.job.Node;
import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import io.github.resilience4j.retry.RetryRegistry;
import java.time.Duration;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/**
 * The one place in which a call is repeated: everything that this service asks of Redis goes through here, and what it
 * tells others over HTTP.
 *
 * <p>There is one Resilience4j retry for each node and kind of call, {@code primary-place} and so on, from the registry
 * that {@code application.yml} configures and Actuator shows. Nothing below retries: neither Lettuce nor a caller.
 * Safe for all threads.
 */
public final class Guard {

    private static final double DOUBLING = 2.0;
    private static final double SPREAD = 0.5;

    private final RetryRegistry retries;
    private final GuardProperties properties;

    Guard(RetryRegistry retries, GuardProperties properties) {
        this.retries = retries;
        this.properties = properties;
    }

    /** The same place, asked again as long as that is safe, may help, and leaves time for an answer. */
    public JobQueue around(Node node, JobQueue queue) {
        RetryConfig base = configuration("place");
        RetryConfig config = RetryConfig.<PlacementAttempts>from(base)
                .retryOnResult(PlacementAttempts::wantAnother)
                .intervalBiFunction((attempt, attempts) -> attempts.get().waitMillis())
                .failAfterMaxAttempts(false)
                .build();
        Retry retry = retries.retry(node.word() + "-place", config);
        return new GuardedJobQueue(queue, retry, base.getIntervalBiFunction(), properties.doubt());
    }

    /**
     * Makes a call of a kind that is not worth repeating by itself, because its next turn comes anyway: opening a
     * connection, a proof of life, a read on behalf of a client.
     */
    public <T> T once(Node node, String kind, Supplier<T> call) {
        return once(node.word(), kind, call);
    }

    /** The same for a call that goes to somebody else than a node; its next turn comes after one of the {@link #waits}. */
    public <T> T once(String target, String kind, Supplier<T> call) {
        return retries.retry(target + "-" + kind, configuration("once")).executeSupplier(call);
    }

    /** How long to wait before the n-th attempt to reconnect, counted from 1. */
    public IntFunction<Duration> reconnectWaits() {
        return waits(properties.reconnectFirst(), properties.reconnectLongest());
    }

    /**
     * How long to wait before the n-th repetition, counted from 1: growing, random, bounded.
     *
     * <p>It stops growing where the random part still fits below the bound: services that lost a node together must not
     * come back together.
     */
    public IntFunction<Duration> waits(Duration first, Duration longest) {
        IntervalFunction waits = IntervalFunction.ofExponentialRandomBackoff(first, DOUBLING, SPREAD);
        double room = longest.toMillis() / (first.toMillis() * (1 + SPREAD));
        int last = 1 + (int) Math.max(0, Math.floor(Math.log(room) / Math.log(DOUBLING)));
        return attempt -> Duration.ofMillis(waits.apply(Math.min(attempt, last)));
    }

    private RetryConfig configuration(String name) {
        return retries.getConfiguration(name)
                .orElseThrow(() -> new IllegalArgumentException("resilience4j.retry.configs." + name + " is missing"));
    }
}
