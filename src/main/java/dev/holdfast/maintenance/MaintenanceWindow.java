package dev.holdfast.maintenance;

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

    private static final int LONGEST_MESSAGE = 500;

    public MaintenanceWindow {
        String objection = message == null ? null : objection(message);
        if (objection != null) {
            throw new IllegalArgumentException("message " + objection);
        }
    }

    /** What is wrong with this text as a message, or null when nothing is. */
    static @Nullable String objection(String message) {
        if (message.isBlank()) {
            return "must not be blank";
        }
        if (message.codePointCount(0, message.length()) > LONGEST_MESSAGE) {
            return "must be at most " + LONGEST_MESSAGE + " characters";
        }
        return message.codePoints().anyMatch(MaintenanceWindow::isUnprintable)
                ? "must not contain control characters or broken ones"
                : null;
    }

    // Half a surrogate pair cannot be written as UTF-8: it would break every answer that carries the message.
    private static boolean isUnprintable(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL, Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                true;
            default -> false;
        };
    }
}
