package dev.holdfast.redis;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The bounds of one node.
 *
 * @param attempt how long one attempt to place jobs may take, at our side and in the script. 400 ms: a request of 1.5 s
 *     has time for two and for another way
 * @param firstLink how long the start waits for a first node. 1 s: a service whose Redis is down still starts
 */
@ConfigurationProperties("holdfast.redis")
record RedisProperties(
        @DefaultValue("400ms") Duration attempt,
        @DefaultValue("1s") Duration firstLink) {}
