package dev.holdfast.spool;

/** What came of taking a job back out of the spool. */
public enum Withdrawal {
    /** It is gone, and will not run. */
    DONE,
    /** It was sent to a node, where it may have run; both nodes are asked until they have said that it is not there. */
    BEGUN,
    /** Nothing has changed: others of these jobs wait for it, and would run as if it had finished. */
    AWAITED,
    /** No node takes it, and an operator decides what becomes of it. */
    SET_ASIDE,
    /** The spool does not have it. */
    UNKNOWN,
    /** The disk did not say; the job may be gone. */
    NOT_ASKED
}
