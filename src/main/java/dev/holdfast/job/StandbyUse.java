package dev.holdfast.job;

/** What the standby is for, as the operator who starts workers says. */
public enum StandbyUse {
    /** No worker listens there: its jobs wait until they are brought home. */
    SAFE_BOX,
    /** Workers run there what it takes, so that a job in doubt, or repeated across a switch, may run twice. */
    WORKPLACE
}
