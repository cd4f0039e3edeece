package dev.holdfast.spool;

/** What came of taking a job back out of the spool. */
public enum Withdrawal {
    /** It is gone, and will not run. */
    DONE,
    /** It was sent to a node, where it may run. */
    SENT,
    /** The spool does not have it. */
    UNKNOWN,
    /** The disk did not say; the job may be gone. */
    NOT_ASKED
}
