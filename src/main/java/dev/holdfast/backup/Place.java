package dev.holdfast.backup;

import dev.holdfast.rq.RqKeys;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Where RQ keeps the ids of jobs in one state, for each queue. */
enum Place {
    DEFERRED("rq:deferred:", ""),
    SCHEDULED("rq:scheduled:", ""),
    QUEUED(RqKeys.QUEUE, ""),
    /** A worker has it in its hand, and has not started it; or died in that moment. */
    TAKEN(RqKeys.QUEUE, ":intermediate"),
    STARTED("rq:wip:", ""),
    FINISHED("rq:finished:", ""),
    FAILED("rq:failed:", ""),
    CANCELED("rq:canceled:", "");

    private final String before;
    private final String after;

    Place(String before, String after) {
        this.before = before;
        this.after = after;
    }

    String key(String queue) {
        return before + queue + after;
    }

    /** The queue to which this key belongs, if this is its place. */
    Optional<String> queueOf(String key) {
        boolean mine = key.startsWith(before) && key.endsWith(after) && key.length() > before.length() + after.length();
        // Holds for the plain list, too, whose key every longer one begins with.
        return mine && (this != QUEUED || !key.contains(":intermediate"))
                ? Optional.of(key.substring(before.length(), key.length() - after.length()))
                : Optional.empty();
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Place> named(String word) {
        return Arrays.stream(values())
                .filter(place -> place.word().equals(word))
                .findFirst();
    }
}
