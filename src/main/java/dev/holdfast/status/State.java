package dev.holdfast.status;

import dev.holdfast.incident.Cause;
import dev.holdfast.incident.Impact;
import dev.holdfast.incident.Incident;
import java.util.Locale;
import java.util.Set;

/** How it is, or was, for those who submit jobs; a later one is worse. */
enum State {
    /** This service did not run, so nobody can tell. */
    NOT_WATCHED("not watched", "Nobody was watching."),
    OK("all well", "All is well. Jobs go into Redis."),
    RESERVE_MISSING("a reserve missing", "Jobs go into Redis. A reserve is missing."),
    MAINTENANCE("closed for maintenance", "Closed for maintenance."),
    LATER("accepted, run later", "Jobs are accepted and will run later."),
    REFUSED("refused", "New jobs are refused.");

    private final String label;
    private final String sentence;

    State(String label, String sentence) {
        this.label = label;
        this.sentence = sentence;
    }

    /** The worst that callers noticed of an incident, at any time of it. */
    static State worstOf(Incident incident) {
        return incident.causes().equals(Set.of(Cause.MAINTENANCE)) ? MAINTENANCE : of(incident.worst());
    }

    static State of(Impact impact) {
        return switch (impact) {
            case NONE -> RESERVE_MISSING;
            case LATER -> LATER;
            case REFUSED -> REFUSED;
        };
    }

    /** The name in answers, and of its colour on the page. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** A few words for a legend. */
    String label() {
        return label;
    }

    /** What people are told while it is so. */
    String sentence() {
        return sentence;
    }

    State orWorse(State other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
