package dev.holdfast.guard;

import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.retry.RetryConfig;
import io.github.resilience4j.retry.RetryRegistry;
import java.time.Duration;
import java.util.Map;

/** Guards as the service has them, for tests without its context. */
public final class TestGuards {

    private TestGuards() {}

    public static Guard guard() {
        return new Guard(retries(), properties());
    }

    /** One that asks for so long what became of a job. */
    public static Guard guard(Duration doubt) {
        return new Guard(retries(), properties(doubt));
    }

    static RetryRegistry retries() {
        RetryConfig place = RetryConfig.custom()
                .maxAttempts(5)
                .intervalFunction(IntervalFunction.ofExponentialRandomBackoff(20, 2, 0.5))
                .build();
        RetryConfig once = RetryConfig.custom().maxAttempts(1).build();
        return RetryRegistry.of(Map.of("place", place, "once", once));
    }

    static GuardProperties properties() {
        return properties(Duration.ofMillis(250));
    }

    private static GuardProperties properties(Duration doubt) {
        return new GuardProperties(doubt, Duration.ofMillis(50), Duration.ofSeconds(2));
    }
}
