package dev.holdfast.incident;

import dev.holdfast.incident.IncidentEvent.Kind;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Decides what is an incident, from its beginning to its end. At most one is open: whatever else happens meanwhile joins
 * it, and it closes when all has been well for long enough, so that trouble that comes and goes is one incident.
 *
 * <p>What an operator closes while it lasts is not opened again for the same causes until they have been gone once. It
 * does nothing but decide: time is told to it, and every change is returned. For one thread at a time.
 */
final class Book {

    static final int PAST = 200;
    /** How long the nodes may take to be reached after the start before that is an incident. */
    private static final Duration FIRST_LOOK = Duration.ofSeconds(5);

    private final Duration healing;
    private final Function<Instant, String> ids;
    private final Deque<Incident> past = new ArrayDeque<>();
    private final Set<Cause> closedByOperator = EnumSet.noneOf(Cause.class);
    private @Nullable Entry open;
    private Set<Cause> lastCauses = EnumSet.noneOf(Cause.class);
    private Impact lastImpact = Impact.NONE;
    private long refusedBefore;
    private int newRuns;
    private boolean connected;
    private @Nullable Long firstLook;
    private @Nullable Long wellSince;

    /**
     * An empty one.
     *
     * @param healing how long all must be well before an incident is over
     * @param ids makes the id of an incident of its time
     */
    Book(Duration healing, Function<Instant, String> ids) {
        this.healing = healing;
        this.ids = ids;
    }

    /** All that a restart has to know. */
    record Kept(Optional<Entry.Kept> open, List<Incident> past, Set<Cause> closedByOperator) {}

    Kept kept() {
        return new Kept(Optional.ofNullable(open).map(Entry::kept), List.copyOf(past), Set.copyOf(closedByOperator));
    }

    void resume(Kept kept) {
        open = kept.open().map(Entry::resume).orElse(null);
        kept.past().stream().limit(PAST).forEach(past::addLast);
        closedByOperator.addAll(kept.closedByOperator());
    }

    Optional<Incident> open() {
        return Optional.ofNullable(open).map(Entry::shown);
    }

    /** Newest first. */
    Collection<Incident> past() {
        return past;
    }

    /**
     * What follows from these signals.
     *
     * @param refused submissions that were turned away since this service started
     * @param nanos the monotonic clock: a wall clock that jumps must not heal anything
     */
    Optional<IncidentEvent> look(Signals now, long refused, Instant wall, long nanos) {
        Set<Cause> trouble = trouble(now, nanos);
        if (open == null && trouble.isEmpty()) {
            refusedBefore = refused;
            return Optional.empty();
        }
        boolean opens = open == null;
        Entry entry = open == null ? begin(wall, Impact.NONE) : open;
        Instant at = opens ? wall(wall) : entry.notBefore(wall(wall));
        trouble.stream().filter(entry::join).forEach(cause -> entry.say(Words.of(cause, now), at));
        if ((isKnown(now) && entry.feel(now.impact())) || opens) {
            entry.say(entry.impact().sentence(), at);
        }
        entry.windowEnd(now.window().flatMap(Signals.Window::until));
        if (entry.forgetPast(wall)) {
            entry.say(Words.ESTIMATE_PASSED, at);
        }
        entry.count(now.spooled(), now.oldest(), refused - refusedBefore);
        if (isHealed(entry, trouble, now, nanos)) {
            entry.say(Words.healed(healing, closedByOperator.isEmpty()), at);
            return end(entry, at);
        }
        return entry.event(opens ? Kind.OPENED : Kind.UPDATED, at);
    }

    /** Opens one on an operator's word, unless one is open. */
    Optional<IncidentEvent> open(
            String text, Impact impact, @Nullable Instant until, @Nullable Instant nextUpdate, Instant wall) {
        if (open != null) {
            return Optional.empty();
        }
        Entry entry = begin(wall, impact);
        entry.join(Cause.OPERATOR);
        entry.feel(lastImpact);
        entry.sayAsOperator(text, wall(wall));
        entry.estimate(until);
        entry.nextUpdate(nextUpdate);
        return entry.event(Kind.OPENED, wall(wall));
    }

    /** Adds what an operator says; an estimate stays without a new one, and the promise of an update is kept now. */
    Optional<IncidentEvent> update(String text, @Nullable Instant until, @Nullable Instant nextUpdate, Instant wall) {
        return change(wall, (entry, at) -> {
            entry.sayAsOperator(text, at);
            if (until != null) {
                entry.estimate(until);
            }
            entry.nextUpdate(nextUpdate);
        });
    }

    /** Puts another estimate in place of the last one, or none. */
    Optional<IncidentEvent> estimate(
            @Nullable String text, @Nullable Instant until, @Nullable Instant nextUpdate, Instant wall) {
        return change(wall, (entry, at) -> {
            if (text != null) {
                entry.sayAsOperator(text, at);
            }
            entry.estimate(until);
            if (nextUpdate != null) {
                entry.nextUpdate(nextUpdate);
            }
        });
    }

    /** Closes it on an operator's word, whatever is the matter. */
    Optional<IncidentEvent> close(@Nullable String text, Instant wall) {
        Entry entry = open;
        if (entry == null) {
            return Optional.empty();
        }
        Instant at = entry.notBefore(wall(wall));
        if (text == null) {
            entry.say(Words.CLOSED_BY_OPERATOR, at);
        } else {
            entry.sayAsOperator(text, at);
        }
        closedByOperator.addAll(lastCauses);
        return end(entry, at);
    }

    private Optional<IncidentEvent> change(Instant wall, BiConsumer<Entry, Instant> change) {
        Entry entry = open;
        if (entry == null) {
            return Optional.empty();
        }
        Instant at = entry.notBefore(wall(wall));
        change.accept(entry, at);
        return entry.event(Kind.UPDATED, at);
    }

    private Set<Cause> trouble(Signals now, long nanos) {
        if (firstLook == null) {
            firstLook = nanos;
        }
        connected = connected || now.isWellConnected() || nanos - firstLook >= FIRST_LOOK.toNanos();
        Set<Cause> trouble = now.causes();
        if (connected) {
            closedByOperator.retainAll(trouble);
        } else {
            // Nobody has been reached yet, as after every start; the door may be closed all the same.
            trouble.retainAll(Set.of(Cause.MAINTENANCE));
        }
        lastCauses = EnumSet.copyOf(trouble);
        lastImpact = isKnown(now) ? now.impact() : Impact.NONE;
        trouble.removeAll(closedByOperator);
        if (now.newRuns() > newRuns) {
            trouble.add(Cause.NODE_EMPTIED);
        }
        newRuns = now.newRuns();
        return trouble;
    }

    private boolean isKnown(Signals now) {
        return connected || now.window().isPresent();
    }

    private Entry begin(Instant wall, Impact claimed) {
        Entry entry = new Entry(ids.apply(wall(wall)), wall(wall), claimed);
        open = entry;
        wellSince = null;
        return entry;
    }

    private boolean isHealed(Entry entry, Set<Cause> trouble, Signals now, long nanos) {
        // What callers notice of trouble that an operator has closed does not keep another incident open.
        boolean noticed = now.impact() != Impact.NONE && closedByOperator.isEmpty();
        if (!connected || !trouble.isEmpty() || noticed) {
            wellSince = null;
        } else if (wellSince == null) {
            wellSince = nanos;
        }
        return wellSince != null && nanos - wellSince >= healing.toNanos() && !entry.isOperators();
    }

    private Optional<IncidentEvent> end(Entry entry, Instant at) {
        Optional<IncidentEvent> event = entry.event(Kind.CLOSED, at);
        event.ifPresent(closed -> past.addFirst(closed.incident()));
        if (past.size() > PAST) {
            past.removeLast();
        }
        open = null;
        wellSince = null;
        return event;
    }

    /** Milliseconds are enough, and look the same after they were kept on disk. */
    private static Instant wall(Instant time) {
        return time.truncatedTo(ChronoUnit.MILLIS);
    }
}
