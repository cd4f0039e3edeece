package dev.holdfast.job;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Why a job was not placed, or why that is unknown; the names in capitals without a gloss are Redis's error codes. */
public enum Reason {
    /** The node has no link now; it is being reconnected. */
    UNREACHABLE(false),
    /** The node has no link, and its address refused the last connection. */
    CONNECTION_REFUSED(false),
    /** Both nodes claim to be the master of the same data, and nobody knows which copy is the newer. */
    TWO_MASTERS(false),
    /** A job that it waits for is not at the node, and is, or may be, somewhere else. */
    DEPENDENCY_ELSEWHERE(false),
    /** Somebody moves the job right now, home or into its queue, so that it is not withdrawn from there yet. */
    MOVING(false),
    /** This service has more to send than it may hold; the node is not at fault. */
    OVERLOADED(false),
    /** The attempt's own deadline passed before the node looked at it. */
    EXPIRED(true),
    LOADING(false),
    READONLY(false),
    MASTERDOWN(false),
    MISCONF(false),
    OOM(false),
    NOREPLICAS(true),
    BUSY(true),
    NOAUTH(false),
    NOPERM(false),
    /** The node is part of a Redis Cluster, which RQ's keys cannot use. */
    CLUSTER(false),
    WRONGTYPE(false),
    /** The node failed to run the placement script in a way that this service does not know. */
    SCRIPT_ERROR(false),
    /** The connection broke before the answer came. */
    CONNECTION_LOST(true),
    /** No answer came in time. */
    NO_REPLY(true),
    /** The node's answer was not the answer to what was asked. */
    PROTOCOL_ERROR(true),
    /** The spool holds as many jobs or bytes as it may. */
    SPOOL_FULL(false),
    /** The disk has less room left than must stay free. */
    DISK_FULL(false),
    /** The disk does not take or give what it should. */
    DISK_FAILED(false),
    /** The disk has not said in time whether it has the job. */
    DISK_SLOW(false);

    private final boolean repeatable;

    Reason(boolean repeatable) {
        this.repeatable = repeatable;
    }

    /** The name in answers, logs and meters. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The reason with this name; empty if none has it. */
    public static Optional<Reason> called(String word) {
        return Arrays.stream(values())
                .filter(reason -> reason.word().equals(word))
                .findFirst();
    }

    /** Whether the same node may well answer otherwise some milliseconds later. */
    public boolean isRepeatable() {
        return repeatable;
    }
}
