package dev.holdfast.guard;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Bounds of the repetitions; how often and how far apart is Resilience4j's own configuration.
 *
 * @param doubt how long a node is asked again about a job that was sent and not answered. 250 ms: long enough for a
 *     new connection, short enough that the request still has time for another way
 * @param reconnectFirst the first wait before a node is connected again. 50 ms: a restarted Redis is back at once
 * @param reconnectLongest the longest such wait. 2 s: recovery is noticed within seconds, and a dead node costs nothing
 */
@ConfigurationProperties("holdfast.guard")
record GuardProperties(
        @DefaultValue("250ms") Duration doubt,
        @DefaultValue("50ms") Duration reconnectFirst,
        @DefaultValue("2s") Duration reconnectLongest) {

    GuardProperties {
        if (reconnectFirst.toMillis() < 10 || reconnectLongest.compareTo(reconnectFirst) < 0) {
            throw new IllegalArgumentException("holdfast.guard.reconnect-first is " + reconnectFirst.toMillis()
                    + " ms and reconnect-longest " + reconnectLongest.toMillis()
                    + " ms: use at least 10 ms, and a longest wait that is not shorter than the first");
        }
    }
}
