package dev.holdfast.incident;

import java.time.Duration;

/** What the service itself says about an incident: for people who wait for their jobs, so without names of hosts. */
final class Words {

    static final String ESTIMATE_PASSED = "The estimated end has passed; there is no new estimate yet.";
    static final String CLOSED_BY_OPERATOR = "An operator has closed this incident.";

    private Words() {}

    /** What has come to pass. */
    static String of(Cause cause, Signals now) {
        return switch (cause) {
            case NODE_LEFT -> "A server that keeps jobs is out of service.";
            case SPOOL -> "No server that keeps jobs is in service; new jobs are kept on disk until one is.";
            case NOTHING_ACCEPTED -> "Jobs can be kept neither on a server nor on disk.";
            // A restart loses nothing where each job is synced to the disk; we cannot see whether it is.
            case NODE_EMPTIED ->
                "A server that keeps jobs came back restarted, promoted or with other data; what it accepted in its last"
                        + " moments may be missing.";
            case MAINTENANCE ->
                now.window()
                        .flatMap(Signals.Window::message)
                        .map(message -> "Maintenance: " + message)
                        .orElse("Maintenance has begun.");
            case OPERATOR -> CLOSED_BY_OPERATOR;
        };
    }

    /** Why it is over. */
    static String healed(Duration healing, boolean all) {
        return (all ? "Everything" : "Everything else") + " has been well for " + words(healing) + ".";
    }

    private static String words(Duration time) {
        long seconds = time.toSeconds();
        boolean whole = seconds >= 60 && seconds % 60 == 0;
        long count = whole ? seconds / 60 : seconds;
        return count + (whole ? " minute" : " second") + (count == 1 ? "" : "s");
    }
}
