package dev.holdfast.status;

import dev.holdfast.incident.Cause;
import dev.holdfast.incident.Impact;
import dev.holdfast.incident.Incident;
import dev.holdfast.incident.Incident.Update;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An incident as the page shows it.
 *
 * @param anchor its address within the page
 * @param state the worst of it, for its colour
 * @param title what happened, in the order in which it came
 * @param impact what callers notice, or noticed
 * @param closed null while it is open
 * @param lasted how long it has lasted
 * @param estimate when it will be over; null if nobody has said so
 * @param overdue whether that moment has passed and the incident has not
 * @param nextUpdate when more will be said; null if nobody has said so
 * @param updates newest first
 */
record IncidentView(
        String anchor,
        String state,
        String title,
        String impact,
        Spoken.Moment since,
        Spoken.@Nullable Moment closed,
        String lasted,
        Spoken.@Nullable Moment estimate,
        boolean overdue,
        Spoken.@Nullable Moment nextUpdate,
        List<Figure> figures,
        List<Said> updates) {

    /** A number and what it counts. */
    record Figure(String name, String value) {}

    /** An update; {@code by} says who speaks. */
    record Said(Spoken.Moment at, String by, String text) {}

    static IncidentView of(Incident incident, Instant now) {
        Instant end = incident.closed().orElse(now);
        return new IncidentView(
                "incident-" + incident.id(),
                State.worstOf(incident).word(),
                title(incident.causes()),
                incident.isOpen() ? incident.impact().sentence() : inThePast(incident.worst()),
                Spoken.moment(incident.since()),
                incident.closed()
                        .map(closed -> Spoken.momentAfter(incident.since(), closed))
                        .orElse(null),
                Spoken.duration(Duration.between(incident.since(), end)),
                incident.until().map(Spoken::moment).orElse(null),
                incident.isOpen()
                        && incident.until().filter(until -> until.isBefore(now)).isPresent(),
                incident.nextUpdate().map(Spoken::moment).orElse(null),
                figures(incident.figures()),
                updates(incident.updates()));
    }

    static String title(Collection<Cause> causes) {
        String words = causes.stream().map(IncidentView::words).collect(Collectors.joining(", "));
        return words.isEmpty() ? "Incident" : words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }

    private static String words(Cause cause) {
        return switch (cause) {
            case NODE_LEFT -> "a Redis node away";
            case SPOOL -> "jobs kept on disk";
            case NOTHING_ACCEPTED -> "nothing accepted";
            case NODE_EMPTIED -> "a Redis node restarted or emptied";
            case MAINTENANCE -> "maintenance";
            case OPERATOR -> "reported by an operator";
        };
    }

    static String inThePast(Impact worst) {
        return switch (worst) {
            case NONE -> "Jobs were accepted as usual.";
            case LATER -> "Jobs were accepted and ran later.";
            case REFUSED -> "New jobs were refused.";
        };
    }

    private static List<Figure> figures(Incident.Figures figures) {
        List<Figure> shown = new ArrayList<>();
        shown.add(new Figure("Jobs on the disk", Spoken.number(figures.spooled())));
        figures.oldest().ifPresent(age -> shown.add(new Figure("The oldest waits for", Spoken.duration(age))));
        shown.add(new Figure("Jobs refused", Spoken.number(figures.refused())));
        return List.copyOf(shown);
    }

    private static List<Said> updates(List<Update> oldestFirst) {
        List<Update> newestFirst = new ArrayList<>(oldestFirst);
        Collections.reverse(newestFirst);
        return newestFirst.stream()
                .map(update -> new Said(
                        Spoken.moment(update.at()), update.operator() ? "Operator" : "Holdfast", update.text()))
                .toList();
    }
}
