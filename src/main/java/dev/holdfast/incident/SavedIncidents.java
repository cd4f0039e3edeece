package dev.holdfast.incident;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What {@code incidents.json} says: the incidents as they are shown, and what else a restart has to know.
 *
 * @param closedByOperator causes that were there when an operator closed their incident, and have not been gone since
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record SavedIncidents(
        int version,
        @Nullable Open open,
        List<IncidentReport> past,
        @JsonProperty("closed_by_operator") List<Cause> closedByOperator) {

    static final int VERSION = 1;

    SavedIncidents {
        past = List.copyOf(past);
        closedByOperator = List.copyOf(closedByOperator);
    }

    /**
     * The open incident.
     *
     * @param claimed what callers notice at least, by an operator's word
     * @param estimate of an operator
     * @param events how many were told
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Open(
            IncidentReport incident,
            Impact claimed,
            @Nullable String estimate,
            int events) {

        static Open of(Entry.Kept kept) {
            return new Open(
                    IncidentReport.of(kept.incident()),
                    kept.claimed(),
                    kept.estimate().map(Instant::toString).orElse(null),
                    kept.events());
        }

        private Entry.Kept kept() {
            return new Entry.Kept(
                    incident.incident(), claimed, Optional.ofNullable(estimate).map(Instant::parse), events);
        }
    }

    static SavedIncidents of(Book.Kept kept) {
        return new SavedIncidents(
                VERSION,
                kept.open().map(Open::of).orElse(null),
                kept.past().stream().map(IncidentReport::of).toList(),
                List.copyOf(kept.closedByOperator()));
    }

    /** Without the oldest, so that it needs less room. */
    SavedIncidents shorter() {
        return new SavedIncidents(version, open, past.subList(0, past.size() / 2), closedByOperator);
    }

    /**
     * What it says.
     *
     * @throws IllegalArgumentException or java.time.DateTimeException when that makes no sense
     */
    Book.Kept kept() {
        Optional<Entry.Kept> now = Optional.ofNullable(open).map(Open::kept);
        List<Incident> over = past.stream().map(IncidentReport::incident).toList();
        if (now.filter(kept -> !kept.incident().isOpen()).isPresent()
                || over.stream().anyMatch(Incident::isOpen)) {
            throw new IllegalArgumentException("an incident is open and over at once");
        }
        return new Book.Kept(now, over, closedByOperator.stream().collect(Collectors.toSet()));
    }

    static Book.Kept nothing() {
        return new Book.Kept(Optional.empty(), List.of(), Set.of());
    }
}
