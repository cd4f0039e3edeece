package dev.holdfast.redis;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long a node remembers what it accepted: the settings of the front desk, which jobs on their way home keep to.
 *
 * @param remember for a generated id
 * @param rememberClientIds for the client's id or key
 */
@ConfigurationProperties("holdfast.enqueue")
record Memory(
        @DefaultValue("15m") Duration remember,
        @DefaultValue("24h") Duration rememberClientIds) {

    /** How long a stray waits at home for parents of which the primary does not know, and which may be somewhere. */
    private static final Duration MAX_HOLD = Duration.ofMinutes(10);

    /** Nothing is concluded from a proof in its last minute. */
    private static final Duration MARGIN = Duration.ofMinutes(1);

    Duration maxHold() {
        return MAX_HOLD;
    }

    /**
     * Whether a job may have been placed elsewhere, and run, so long ago that nothing proves it any more.
     *
     * @param age since it was accepted here
     * @param proofLeft how long the proof of that is still kept; zero if it is gone
     * @param sinceFirstClaim since it was first claimed to be brought home; zero if it never was
     */
    boolean mayHaveFaded(Duration age, Duration proofLeft, Duration sinceFirstClaim) {
        Duration surely = remember.minus(MARGIN);
        boolean clients = proofLeft.compareTo(MARGIN) > 0;
        return (age.compareTo(surely) > 0 && clients)
                || age.compareTo(rememberClientIds.minus(MARGIN)) > 0
                || sinceFirstClaim.compareTo(surely) > 0;
    }
}
