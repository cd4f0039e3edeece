package dev.holdfast.incident;

import java.util.Locale;

/** What an incident is about; {@code docs/runbook.md} has a page for each. */
public enum Cause {
    /** A node that took jobs was left, or is down. */
    NODE_LEFT,
    /** No Redis takes jobs, and the disk does. */
    SPOOL,
    /** Neither a Redis nor the disk takes jobs. */
    NOTHING_ACCEPTED,
    /** A node came back restarted, promoted or with other data. */
    NODE_EMPTIED,
    /** The door is closed for maintenance. */
    MAINTENANCE,
    /** An operator says so. */
    OPERATOR;

    /** The name in answers, logs and pages. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
