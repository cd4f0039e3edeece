package dev.holdfast.status;

import dev.holdfast.incident.Incident;
import dev.holdfast.incident.Incident.Update;
import dev.holdfast.incident.Span;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The incidents as an Atom feed (RFC 4287), the newest first.
 *
 * @param updated when the last of them last changed
 */
record StatusFeed(String updated, List<Entry> entries) {

    /** What XML 1.0 cannot carry, not even escaped. */
    private static final String UNWRITABLE = "[^\\t\\n\\r\\x20-\\uD7FF\\uE000-\\uFFFD\\x{10000}-\\x{10FFFF}]";

    /**
     * One incident.
     *
     * @param id the same as long as it exists
     * @param anchor its place on the page
     * @param content all that was said, newest first
     */
    record Entry(
            String id, String anchor, String title, String published, String updated, String state, String content) {}

    static StatusFeed of(StatusFacts facts) {
        List<Incident> incidents =
                Stream.concat(facts.incident().stream(), facts.past().stream()).toList();
        Instant begin = facts.watched().stream().findFirst().map(Span::from).orElse(facts.asOf());
        Instant updated = incidents.stream()
                .map(StatusFeed::updated)
                .max(Comparator.naturalOrder())
                .orElse(begin);
        return new StatusFeed(
                updated.toString(), incidents.stream().map(StatusFeed::entry).toList());
    }

    private static Entry entry(Incident incident) {
        return new Entry(
                "urn:holdfast:incident:" + incident.id(),
                "incident-" + incident.id(),
                IncidentView.title(incident.causes()) + ": " + impact(incident),
                incident.since().toString(),
                updated(incident).toString(),
                incident.isOpen() ? "open" : "closed",
                content(incident));
    }

    private static Instant updated(Incident incident) {
        return Stream.concat(
                        Stream.concat(Stream.of(incident.since()), incident.closed().stream()),
                        incident.updates().stream().map(Update::at))
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }

    private static String content(Incident incident) {
        String said = incident.updates().stream()
                .sorted(Comparator.comparing(Update::at).reversed())
                .map(update -> Spoken.moment(update.at()).text() + ": " + update.text())
                .collect(Collectors.joining("\n"));
        return (said.isEmpty() ? impact(incident) : said).replaceAll(UNWRITABLE, "\uFFFD");
    }

    private static String impact(Incident incident) {
        return incident.isOpen() ? incident.impact().sentence() : IncidentView.inThePast(incident.worst());
    }
}
