package dev.holdfast.incident;

import dev.holdfast.incident.Incident.Figures;
import dev.holdfast.incident.Incident.Update;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The open incident while it is written. For one thread at a time. */
final class Entry {

    /** A page that is longer is read by nobody. */
    private static final int UPDATES = 100;
    /** How many events may have been told and not saved when a process is killed; far more than can be in that time. */
    private static final int UNSAVED_EVENTS = 1000;

    private final String id;
    private final Instant since;
    private final Set<Cause> causes = new LinkedHashSet<>();
    private final List<Update> updates = new ArrayList<>();
    private final Impact claimed;
    private Impact impact = Impact.NONE;
    private Impact worst = Impact.NONE;
    private Figures figures = new Figures(0, Optional.empty(), 0);
    private long refusedBefore;
    private @Nullable Instant estimate;
    private @Nullable Instant windowEnd;
    private @Nullable Instant nextUpdate;
    private int events;
    private boolean changed;

    /** @param claimed what callers notice at least, by an operator's word */
    Entry(String id, Instant since, Impact claimed) {
        this.id = id;
        this.since = since;
        this.claimed = claimed;
    }

    /** What a restart has to know of an open incident, beside what is shown of it. */
    record Kept(Incident incident, Impact claimed, Optional<Instant> estimate, int events) {}

    Kept kept() {
        return new Kept(shown(), claimed, Optional.ofNullable(estimate), events);
    }

    /** Goes on where the last run of the service ended, with event numbers that it cannot have used. */
    static Entry resume(Kept kept) {
        Incident incident = kept.incident();
        Entry entry = new Entry(incident.id(), incident.since(), kept.claimed());
        entry.causes.addAll(incident.causes());
        entry.updates.addAll(incident.updates());
        entry.impact = incident.impact();
        entry.worst = incident.worst();
        entry.figures = incident.figures();
        entry.refusedBefore = incident.figures().refused();
        entry.estimate = kept.estimate().orElse(null);
        entry.windowEnd = kept.estimate().isPresent() ? null : incident.until().orElse(null);
        entry.nextUpdate = incident.nextUpdate().orElse(null);
        entry.events = kept.events() + UNSAVED_EVENTS;
        return entry;
    }

    boolean isOperators() {
        return causes.contains(Cause.OPERATOR);
    }

    boolean join(Cause cause) {
        boolean isNew = causes.add(cause);
        changed |= isNew;
        return isNew;
    }

    /** Whether callers notice something else than before; an operator's claim is the least. */
    boolean feel(Impact signalled) {
        Impact now = worse(signalled, claimed);
        boolean isNew = now != impact;
        impact = now;
        worst = worse(worst, now);
        changed |= isNew;
        return isNew;
    }

    Impact impact() {
        return impact;
    }

    /** How much of it there is; that alone is not a change. */
    void count(long spooled, Optional<Duration> oldest, long refusedInThisRun) {
        figures = new Figures(spooled, oldest, refusedBefore + refusedInThisRun);
    }

    void say(String text, Instant at) {
        add(new Update(at, text, false));
    }

    void sayAsOperator(String text, Instant at) {
        add(new Update(at, text, true));
    }

    private void add(Update update) {
        updates.add(update);
        changed = true;
        if (updates.size() > UPDATES) {
            // What the service itself said can be told from the incident; what a person wrote is nowhere else.
            OptionalInt oldest = IntStream.range(0, updates.size())
                    .filter(index -> !updates.get(index).operator())
                    .findFirst();
            oldest.ifPresent(updates::remove);
        }
    }

    void estimate(@Nullable Instant end) {
        changed |= !Optional.ofNullable(end).equals(Optional.ofNullable(estimate));
        estimate = end;
    }

    void windowEnd(Optional<Instant> end) {
        changed |= estimate == null && !end.equals(Optional.ofNullable(windowEnd));
        windowEnd = end.orElse(null);
    }

    void nextUpdate(@Nullable Instant due) {
        changed |= !Optional.ofNullable(due).equals(Optional.ofNullable(nextUpdate));
        nextUpdate = due;
    }

    /** Forgets what was to be and is past now; whether an estimate was among it. */
    boolean forgetPast(Instant now) {
        if (nextUpdate != null && !nextUpdate.isAfter(now)) {
            nextUpdate = null;
        }
        boolean passed = estimate != null && !estimate.isAfter(now);
        if (passed) {
            estimate = null;
        }
        return passed;
    }

    /** The time of whatever happens now: a clock that was set back must not turn the order around. */
    Instant notBefore(Instant now) {
        Instant last =
                updates.isEmpty() ? since : updates.get(updates.size() - 1).at();
        return now.isBefore(last) ? last : now;
    }

    /** What has changed since this was asked last, as an event; empty if nothing has. */
    Optional<IncidentEvent> event(IncidentEvent.Kind kind, Instant at) {
        if (!changed) {
            return Optional.empty();
        }
        changed = false;
        events++;
        Incident incident = kind == IncidentEvent.Kind.CLOSED ? closed(at) : shown();
        return Optional.of(new IncidentEvent(id + "-" + events, kind, at, incident));
    }

    Incident shown() {
        Instant until = estimate == null ? windowEnd : estimate;
        return incident(Optional.empty(), Optional.ofNullable(until), Optional.ofNullable(nextUpdate));
    }

    private Incident closed(Instant at) {
        return incident(Optional.of(at), Optional.empty(), Optional.empty());
    }

    private Incident incident(Optional<Instant> closed, Optional<Instant> until, Optional<Instant> next) {
        Set<Cause> inOrder = Collections.unmodifiableSet(new LinkedHashSet<>(causes));
        return new Incident(id, since, closed, inOrder, impact, worst, figures, until, next, List.copyOf(updates));
    }

    private static Impact worse(Impact one, Impact other) {
        return one.compareTo(other) >= 0 ? one : other;
    }
}
