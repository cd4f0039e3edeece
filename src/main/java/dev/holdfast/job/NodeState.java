package dev.holdfast.job;

import java.time.Duration;
import java.util.Optional;

/**
 * What is known about a node right now, without asking it.
 *
 * @param role what it was when it was last looked at
 * @param reason why it is in this status, in words that name no host
 * @param run its {@code run_id} when it was last up: another one after every restart; empty if unknown
 * @param dataset the value of {@code holdfast:node} when it was last looked at: two nodes with the same hold copies of
 *     the same data; empty if unknown
 * @param upFor for how long it has been up without a break; empty unless it is up
 * @param sinceLastProof how long ago it last proved that it takes writes; empty if it never did
 * @param newRuns how often it came back restarted, promoted or with other data since this service started: each time it
 *     may have lost what it accepted last
 */
public record NodeState(
        Node node,
        Status status,
        Role role,
        String reason,
        String run,
        String dataset,
        Optional<Duration> upFor,
        Optional<Duration> sinceLastProof,
        int newRuns) {

    /** Whether a node takes jobs. */
    public enum Status {
        /** It is configured, and nobody has reached it or failed to, yet. */
        CONNECTING,
        /** It has been checked and takes writes. */
        UP,
        /** It is configured, and does not take writes at present. */
        DOWN,
        /** There is no such node in this installation. */
        NONE;

        /** The name in answers. */
        public String word() {
            return switch (this) {
                case CONNECTING -> "connecting";
                case UP -> "up";
                case DOWN -> "down";
                case NONE -> "none";
            };
        }
    }

    /** What a node is to its copies, in Redis's words. */
    public enum Role {
        UNKNOWN,
        MASTER,
        REPLICA;

        /** The name in answers. */
        public String word() {
            return switch (this) {
                case UNKNOWN -> "unknown";
                case MASTER -> "master";
                case REPLICA -> "replica";
            };
        }
    }

    /** A node that this installation does not have. */
    public static NodeState none(Node node) {
        return new NodeState(
                node, Status.NONE, Role.UNKNOWN, "not configured", "", "", Optional.empty(), Optional.empty(), 0);
    }

    public boolean isUp() {
        return status == Status.UP;
    }
}
