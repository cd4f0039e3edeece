package dev.holdfast.job;

import java.time.Duration;
import java.util.Optional;

/**
 * What is known about a node right now, without asking it.
 *
 * @param reason why it is in this status, in words that name no host
 * @param sinceLastProof how long ago it last proved that it takes writes; empty if it never did
 */
public record NodeState(Node node, Status status, String reason, Optional<Duration> sinceLastProof) {

    /** Whether a node takes jobs. */
    public enum Status {
        /** It has been checked and takes writes. */
        UP,
        /** It is configured, and does not take writes at present. */
        DOWN,
        /** There is no such node in this installation. */
        NONE
    }

    public boolean isUp() {
        return status == Status.UP;
    }
}
