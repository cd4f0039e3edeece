package dev.holdfast;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What two rooms must agree upon: a job in doubt is not held for longer than a node remembers it (docs/protocol.md, R12).
 *
 * @param enqueue how long nodes remember jobs
 * @param spool how long jobs are held
 */
@ConfigurationProperties("holdfast")
record Lifetimes(
        @DefaultValue Enqueue enqueue, @DefaultValue Spool spool) {

    /** A node's memory proves nothing in its last minute. */
    private static final Duration MARGIN = Duration.ofMinutes(1);

    Lifetimes {
        if (spool.enabled()) {
            requireLonger("HOLDFAST_ENQUEUE_REMEMBER", enqueue.remember(), spool.maxHold());
            requireLonger("HOLDFAST_ENQUEUE_REMEMBER_CLIENT_IDS", enqueue.rememberClientIds(), spool.maxHold());
        }
    }

    private static void requireLonger(String name, Duration memory, Duration hold) {
        if (memory.compareTo(hold.plus(MARGIN)) < 0) {
            throw new IllegalArgumentException(
                    name + " is " + memory.toSeconds()
                            + "s and HOLDFAST_SPOOL_MAX_HOLD is " + hold.toSeconds()
                            + "s: a job must be remembered for a minute longer than it is held, so raise the one or lower the other");
        }
    }

    /**
     * The front desk's.
     *
     * @param remember for a generated id
     * @param rememberClientIds for the client's id or key
     */
    record Enqueue(
            @DefaultValue("15m") Duration remember,
            @DefaultValue("24h") Duration rememberClientIds) {}

    /**
     * The spool's.
     *
     * @param enabled whether there is one
     * @param maxHold the longest time that a job in doubt waits for its node
     */
    record Spool(
            @DefaultValue("true") boolean enabled,
            @DefaultValue("10m") Duration maxHold) {}
}
