package dev.holdfast.maintenance;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A time ahead in which no submissions will be taken.
 *
 * @param id what operators call it
 * @param until when the door opens again; not in the window itself
 * @param message what callers are told, in the operator's words; null if they said nothing
 */
public record PlannedWindow(
        String id, Instant from, Instant until, @Nullable String message) {

    public PlannedWindow {
        if (!until.isAfter(from)) {
            throw new IllegalArgumentException("the planned window " + id + " ends before it begins");
        }
        String objection = message == null ? null : MaintenanceWindow.objection(message);
        if (objection != null) {
            throw new IllegalArgumentException("message " + objection);
        }
    }

    boolean overlaps(PlannedWindow other) {
        return from.isBefore(other.until) && other.from.isBefore(until);
    }

    boolean isOver(Instant now) {
        return !now.isBefore(until);
    }
}
