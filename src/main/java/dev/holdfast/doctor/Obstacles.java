package dev.holdfast.doctor;

import dev.holdfast.job.Reason;
import dev.holdfast.link.ServerErrors;
import org.jspecify.annotations.Nullable;

/** Says why something could not be read, without the names of hosts and users that are in the words of libraries. */
final class Obstacles {

    private Obstacles() {}

    /** Why a command was not answered. */
    static String why(Throwable failure, String command) {
        if (says(failure, "unknown command") || says(failure, "Unknown subcommand") || says(failure, "not allowed")) {
            return "the server does not know " + command + ", or has it disabled";
        }
        Reason reason = ServerErrors.reasonOf(failure);
        return switch (reason) {
            case NOPERM -> "the user may not use " + command + " (NOPERM)";
            case NO_REPLY -> command + " was not answered in time";
            case SCRIPT_ERROR -> "the server answered " + command + " with an error";
            default -> command + " failed: " + reason.word();
        };
    }

    /** Whether this, or one of its causes, has these words. */
    static boolean says(Throwable failure, String words) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (String.valueOf(cause.getMessage()).contains(words)) {
                return true;
            }
        }
        return false;
    }
}
