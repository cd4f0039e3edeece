package dev.holdfast.failover;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * When jobs go back to the primary.
 *
 * @param healthy for how long the primary must have been well, give or take a fifth. 10 s: a node that crashes at its
 *     first load has crashed by then
 * @param healthyLongest how long that may grow while the primary flaps. 5 min: then each return costs little
 * @param failback who brings the jobs back. auto: nobody has to be awake
 * @param reserve what is kept of a request's time for the other node. 400 ms: one attempt
 * @param look how often the nodes' states are looked at while nobody submits anything. 50 ms
 */
@ConfigurationProperties("holdfast.failover")
record FailoverProperties(
        @DefaultValue("10s") Duration healthy,
        @DefaultValue("5m") Duration healthyLongest,
        @DefaultValue("auto") Failback failback,
        @DefaultValue("400ms") Duration reserve,
        @DefaultValue("50ms") Duration look) {

    FailoverProperties {
        atLeast("healthy", healthy, Duration.ZERO);
        atLeast("healthy-longest", healthyLongest, healthy);
        atLeast("reserve", reserve, Duration.ZERO);
        atLeast("look", look, Duration.ofMillis(5));
    }

    private static void atLeast(String name, Duration value, Duration least) {
        if (value.compareTo(least) < 0) {
            throw new IllegalArgumentException("holdfast.failover." + name + " is " + value.toMillis()
                    + " ms: use at least " + least.toMillis() + " ms");
        }
    }
}
