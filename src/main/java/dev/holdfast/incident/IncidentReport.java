package dev.holdfast.incident;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An incident as JSON, the same wherever one is shown or sent.
 *
 * @param state {@code open} or {@code closed}
 * @param affected what callers notice, in a sentence for them
 */
@JsonPropertyOrder({
    "id",
    "state",
    "since",
    "closed",
    "causes",
    "impact",
    "worst",
    "affected",
    "figures",
    "until",
    "next_update",
    "updates"
})
@JsonInclude(JsonInclude.Include.NON_NULL)
public record IncidentReport(
        String id,
        String state,
        String since,
        @Nullable String closed,
        List<String> causes,
        String impact,
        String worst,
        String affected,
        Figures figures,
        @Nullable String until,
        @JsonProperty("next_update") @Nullable String nextUpdate,
        List<Update> updates) {

    public IncidentReport {
        Objects.requireNonNull(id);
        Objects.requireNonNull(since);
        Objects.requireNonNull(figures);
        causes = List.copyOf(causes);
        updates = List.copyOf(updates);
    }

    /** How much of it there is; {@code oldest_s} is missing when no job waits on the disk. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Figures(
            long spooled,
            @JsonProperty("oldest_s") @Nullable Long oldestSeconds,
            long refused) {}

    /** Something that was said about it, by a person or by the service. */
    public record Update(String at, String text, boolean operator) {

        public Update {
            Objects.requireNonNull(at);
            Objects.requireNonNull(text);
        }
    }

    public static IncidentReport of(Incident incident) {
        return new IncidentReport(
                incident.id(),
                incident.isOpen() ? "open" : "closed",
                incident.since().toString(),
                text(incident.closed()),
                incident.causes().stream().map(Cause::word).toList(),
                incident.impact().word(),
                incident.worst().word(),
                incident.impact().sentence(),
                new Figures(
                        incident.figures().spooled(),
                        incident.figures().oldest().map(Duration::toSeconds).orElse(null),
                        incident.figures().refused()),
                text(incident.until()),
                text(incident.nextUpdate()),
                incident.updates().stream()
                        .map(update -> new Update(update.at().toString(), update.text(), update.operator()))
                        .toList());
    }

    /**
     * The incident of which this is the report.
     *
     * @throws IllegalArgumentException or java.time.DateTimeException when it is not of this service's making
     */
    Incident incident() {
        return new Incident(
                id,
                Instant.parse(since),
                time(closed),
                causeSet(),
                called(Impact.values(), impact),
                called(Impact.values(), worst),
                new Incident.Figures(
                        figures.spooled(),
                        Optional.ofNullable(figures.oldestSeconds()).map(Duration::ofSeconds),
                        figures.refused()),
                time(until),
                time(nextUpdate),
                updates.stream()
                        .map(update ->
                                new Incident.Update(Instant.parse(update.at()), update.text(), update.operator()))
                        .toList());
    }

    private Set<Cause> causeSet() {
        Set<Cause> set = new LinkedHashSet<>();
        causes.forEach(word -> set.add(called(Cause.values(), word)));
        return Collections.unmodifiableSet(set);
    }

    private static <E extends Enum<E>> E called(E[] all, String word) {
        return Arrays.stream(all)
                .filter(one -> one.name().equalsIgnoreCase(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown word " + word));
    }

    private static @Nullable String text(Optional<Instant> time) {
        return time.map(Instant::toString).orElse(null);
    }

    private static Optional<Instant> time(@Nullable String text) {
        return Optional.ofNullable(text).map(Instant::parse);
    }
}
