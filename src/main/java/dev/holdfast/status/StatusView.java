package dev.holdfast.status;

import dev.holdfast.maintenance.MaintenanceWindow;
import dev.holdfast.maintenance.PlannedWindow;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the page shows, ready to be written down.
 *
 * @param state a word, for the colour
 * @param message what operators say of the maintenance; null if they say nothing
 * @param until when the maintenance ends; null if it does not end by itself, or there is none
 * @param incident null if none is open
 * @param more how many past incidents are not on the page
 */
record StatusView(
        String state,
        Icon icon,
        String picture,
        String sentence,
        @Nullable String message,
        Spoken.@Nullable Moment until,
        boolean closed,
        Spoken.Moment asOf,
        Diagram diagram,
        TimelineView timeline,
        @Nullable IncidentView incident,
        List<Planned> planned,
        List<IncidentView> past,
        int more) {

    private static final int SHOWN = 20;

    /** A window that has not begun; {@code message} is null if operators say nothing of it. */
    record Planned(
            Spoken.Moment from,
            Spoken.Moment until,
            String lasts,
            @Nullable String message) {}

    static StatusView of(StatusFacts facts) {
        State state = facts.state();
        Icon icon = Icon.of(state);
        return new StatusView(
                state.word(),
                icon,
                icon.picture(colour(state)),
                state.sentence(),
                facts.maintenance().map(MaintenanceWindow::message).orElse(null),
                facts.maintenance()
                        .map(MaintenanceWindow::until)
                        .map(Spoken::moment)
                        .orElse(null),
                facts.maintenance().isPresent(),
                Spoken.exactMoment(facts.asOf()),
                Diagram.of(facts),
                TimelineView.of(Timeline.of(facts)),
                facts.incident()
                        .map(incident -> IncidentView.of(incident, facts.asOf()))
                        .orElse(null),
                facts.planned().stream().map(StatusView::planned).toList(),
                facts.past().stream()
                        .limit(SHOWN)
                        .map(incident -> IncidentView.of(incident, facts.asOf()))
                        .toList(),
                Math.max(0, facts.past().size() - SHOWN));
    }

    private static Planned planned(PlannedWindow window) {
        return new Planned(
                Spoken.moment(window.from()),
                Spoken.momentAfter(window.from(), window.until()),
                Spoken.duration(Duration.between(window.from(), window.until())),
                window.message());
    }

    /** A tab has one background for both schemes, so these stand out on light and on dark. */
    private static String colour(State state) {
        return switch (state) {
            case NOT_WATCHED -> "#6b7280";
            case OK -> "#1f8a55";
            case RESERVE_MISSING -> "#2f74c0";
            case MAINTENANCE -> "#7355d6";
            case LATER -> "#b96a00";
            case REFUSED -> "#c93a2e";
        };
    }
}
