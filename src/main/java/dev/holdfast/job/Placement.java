package dev.holdfast.job;

import java.time.Duration;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What became of the attempt to place one job. */
public sealed interface Placement {

    /**
     * The job is in Redis because of this call.
     *
     * @param run the node's {@code run_id} at the time its connection was opened
     * @param warnings why nothing may move it on from there
     */
    record Placed(Node node, String run, JobState state, Set<Warning> warnings) implements Placement {

        public Placed {
            warnings = Set.copyOf(warnings);
        }

        /** A job that will move on by itself. */
        public Placed(Node node, String run, JobState state) {
            this(node, run, state, Set.of());
        }
    }

    /**
     * This very job had been placed by an earlier call.
     *
     * @param state in which it is now, or {@code QUEUED} if it has got further
     */
    record AlreadyPlaced(Node node, String run, JobState state) implements Placement {

        /** A job that is queued, or was. */
        public AlreadyPlaced(Node node, String run) {
            this(node, run, JobState.QUEUED);
        }
    }

    /**
     * The id, or the proof, belongs to another job; nothing was written.
     *
     * @param over which of them, where they are not the same
     */
    record Conflict(Over over) implements Placement {

        /** What two jobs cannot share. */
        public enum Over {
            /** The proof: the same key came with another submission. */
            PROOF,
            /** The id alone: it belongs to a job that came under another key and has not ended. */
            ID
        }

        /** Where id and proof are the same, or the proof tells. */
        public Conflict() {
            this(Over.PROOF);
        }
    }

    /** The job was definitely not written. */
    record NotWritten(Reason reason) implements Placement {}

    /**
     * The job was handed over and nothing came back: it may be there, or may not.
     *
     * @param node where it may be; null for this service's own disk
     */
    record InDoubt(@Nullable Node node, Reason reason) implements Placement {}

    /** No node will ever take this job as it is; nothing was written. */
    record Refused(Reason reason) implements Placement {}

    /**
     * The job is on this service's disk, synced, and will be placed from there.
     *
     * @param position how many jobs lay there when it came, itself included
     */
    record Spooled(long position) implements Placement {}

    /**
     * Neither a node nor the disk took the job; nothing was written.
     *
     * @param reason why no node took it
     * @param disk why the disk did not
     * @param retryAfter when another attempt may go better
     */
    record Full(Reason reason, Reason disk, Duration retryAfter) implements Placement {}

    /** The answer to each case; a new case breaks every caller, which is the point. */
    default <T> T fold(
            Function<Placed, T> placed,
            Function<AlreadyPlaced, T> alreadyPlaced,
            Function<Conflict, T> conflict,
            Function<NotWritten, T> notWritten,
            Function<InDoubt, T> inDoubt,
            Function<Refused, T> refused,
            Function<Spooled, T> spooled,
            Function<Full, T> full) {
        if (this instanceof Placed it) {
            return placed.apply(it);
        } else if (this instanceof AlreadyPlaced it) {
            return alreadyPlaced.apply(it);
        } else if (this instanceof Conflict it) {
            return conflict.apply(it);
        } else if (this instanceof NotWritten it) {
            return notWritten.apply(it);
        } else if (this instanceof InDoubt it) {
            return inDoubt.apply(it);
        } else if (this instanceof Refused it) {
            return refused.apply(it);
        } else if (this instanceof Spooled it) {
            return spooled.apply(it);
        } else {
            return full.apply((Full) this);
        }
    }
}
