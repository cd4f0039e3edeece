package dev.holdfast.maintenance;

import dev.holdfast.problem.PlainText;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A time in which no submissions are taken.
 *
 * @param until when the door opens again by itself; null if an operator has to open it
 * @param message what callers are told, in the operator's words; null if they said nothing
 */
public record MaintenanceWindow(
        @Nullable Instant until, @Nullable String message) {

    public MaintenanceWindow {
        String objection = message == null ? null : objection(message);
        if (objection != null) {
            throw new IllegalArgumentException("message " + objection);
        }
    }

    /** What is wrong with this text as a message, or null when nothing is. */
    static @Nullable String objection(String message) {
        return PlainText.objection(message);
    }
}
