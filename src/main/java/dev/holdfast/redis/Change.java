package dev.holdfast.redis;

import dev.holdfast.job.Node;
import dev.holdfast.job.Reason;
import java.util.Set;

/** What came of changing a job that lies in Redis: canceling, deleting or requeuing it. */
public sealed interface Change {

    /**
     * It is done.
     *
     * @param was the state before, in RQ's words
     * @param dependents how many jobs wait for this one
     */
    record Done(Node node, String was, long dependents) implements Change {}

    /** It is done there, and the other node, which may have the job as well, did not say. */
    record HalfDone(Node node, Node silent, Reason reason) implements Change {}

    /** The job is in a state that does not allow it; nothing was written. */
    record WrongState(Node node, String state) implements Change {}

    /** The job waits in no queue any more: a worker is just taking it, or was lost while it did; nothing was written. */
    record Taken(Node node) implements Change {}

    /** Somebody moves the job right now, home or into its queue; nothing was written, and asking again helps. */
    record Moving(Node node) implements Change {}

    /** The job lies aside until an operator decides; nothing was written. */
    record Aside(Node node) implements Change {}

    /** Jobs that are to come home from there wait for it, and would run there as if it had finished; nothing was written. */
    record Awaited(Node node, String state) implements Change {}

    /** The job was accepted there and is gone. */
    record Gone(Node node) implements Change {}

    /** No such job is known. */
    record Unknown() implements Change {}

    /** It is definitely not done: the node could not be asked. */
    record NotAsked(Reason reason) implements Change {}

    /** The node was asked, and did not answer: it may be done. */
    record InDoubt(Node node, Reason reason) implements Change {}

    /** The node will not do it, however often it is asked; nothing was written. */
    record Refused(Node node, Reason reason) implements Change {}

    /** Whether a worker has the job, or has had it, so that it is not taken back any more. */
    default boolean isTooLate() {
        return this instanceof WrongState || this instanceof Taken;
    }

    /** Whether it speaks of a job that had ended before it was asked for. */
    default boolean hadEnded() {
        String state = "";
        if (this instanceof Done done) {
            state = done.was();
        } else if (this instanceof WrongState wrong) {
            state = wrong.state();
        }
        return Set.of("finished", "failed", "stopped", "canceled").contains(state);
    }

    /** Whether the node that this comes from has the job, so that its word counts. */
    default boolean decides() {
        return !(this instanceof Gone
                || this instanceof Unknown
                || this instanceof NotAsked
                || this instanceof InDoubt);
    }
}
