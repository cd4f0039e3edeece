package dev.holdfast.spool;

import dev.holdfast.job.Job;

/** What came of taking a job back out of the spool. */
public sealed interface Withdrawal {

    /** It is gone from here, and was never sent from here. */
    record Done(Job job) implements Withdrawal {}

    /**
     * It was sent to a node, where it may have run; both nodes are asked until they have said that it is not there.
     */
    record Begun(Job job) implements Withdrawal {}

    /** Nothing has changed: others of these jobs wait for it, and would run as if it had finished. */
    record Awaited() implements Withdrawal {}

    /** Nothing has changed: no node takes it, and an operator decides what becomes of it. */
    record SetAside() implements Withdrawal {}

    /** The spool does not have it. */
    record Unknown() implements Withdrawal {}

    /** The disk did not say; the job may be gone. */
    record NotAsked() implements Withdrawal {}
}
