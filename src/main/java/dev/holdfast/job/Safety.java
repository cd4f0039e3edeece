package dev.holdfast.job;

/** Whether a node would still have, after a crash, what it accepted some time ago. */
public enum Safety {
    /** It would. */
    SAFE,
    /** That cannot be said yet. */
    WAITING,
    /** The node has crashed or restarted since, or may have: whether it still has it is to be asked anew. */
    RUN_OVER
}
