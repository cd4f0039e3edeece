package dev.holdfast.watch;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How closely the nodes are watched.
 *
 * @param every how long after a look at a node the next one is taken, give or take a fifth. 15 s: as often as Prometheus
 *     asks by most people's habit, and nothing for a Redis
 */
@ConfigurationProperties("holdfast.watch")
record WatchProperties(@DefaultValue("15s") Duration every) {

    WatchProperties {
        if (every.compareTo(Duration.ofSeconds(1)) < 0 || every.compareTo(Duration.ofMinutes(10)) > 0) {
            throw new IllegalArgumentException("HOLDFAST_WATCH_EVERY is " + every.toMillis()
                    + "ms, must be between 1s and 10m: a look costs a Redis up to a few thousand short commands");
        }
    }
}
