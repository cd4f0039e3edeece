package dev.holdfast.incident;

import java.time.Instant;
import java.util.Locale;

/**
 * A change of an incident, for those who pass it on.
 *
 * @param id the same for every repetition of this event
 * @param incident as it is after the change
 */
public record IncidentEvent(String id, Kind kind, Instant at, Incident incident) {

    /** What changed. */
    public enum Kind {
        OPENED,
        UPDATED,
        CLOSED;

        /** The name in messages: {@code incident.opened} and so on. */
        public String word() {
            return "incident." + name().toLowerCase(Locale.ROOT);
        }
    }
}
