package dev.holdfast.job;

/** One of the two Redis nodes. */
public enum Node {
    PRIMARY,
    STANDBY;

    /** The name in answers, logs, settings and meters. */
    public String word() {
        return switch (this) {
            case PRIMARY -> "primary";
            case STANDBY -> "standby";
        };
    }
}
