package dev.holdfast.webhook;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.incident.Incident;
import dev.holdfast.incident.IncidentEvent;
import dev.holdfast.incident.IncidentReport;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Writes what receivers get: the payload of Standard Webhooks ({@code type}, {@code timestamp}, {@code data}), and a
 * {@code text} that Slack, and whatever speaks its dialect, shows to people.
 */
final class LetterWriter {

    private final ObjectMapper mapper;
    private final Optional<String> statusUrl;

    /** @param statusUrl where people can read more; empty if nobody said */
    LetterWriter(ObjectMapper mapper, Optional<String> statusUrl) {
        this.mapper = mapper;
        this.statusUrl = statusUrl;
    }

    Letter write(IncidentEvent event) {
        Message message = new Message(
                event.kind().word(), event.at().toString(), IncidentReport.of(event.incident()), text(event));
        try {
            return new Letter(event.id(), event.at(), mapper.writeValueAsString(message));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an incident that cannot be written", e);
        }
    }

    private String text(IncidentEvent event) {
        Incident incident = event.incident();
        StringBuilder text = new StringBuilder(
                switch (event.kind()) {
                    case OPENED -> "Incident: ";
                    case UPDATED -> "Incident, update: ";
                    case CLOSED -> "Incident is over: ";
                });
        if (incident.isOpen()) {
            text.append(escaped(incident.impact().sentence())).append(" Since ").append(minute(incident.since()));
            text.append(incident.until()
                    .map(until -> ", expected to end at " + minute(until) + ".")
                    .orElse(", no estimate yet."));
        } else {
            Instant end = incident.closed().orElse(event.at());
            text.append("it lasted for ")
                    .append(words(Duration.between(incident.since(), end)))
                    .append(", since ")
                    .append(minute(incident.since()))
                    .append(". At worst: ")
                    .append(escaped(incident.worst().sentence()));
        }
        String said = text.toString();
        incident.updates().stream()
                .map(update -> escaped(update.text()))
                .filter(update -> !said.contains(update))
                .reduce((earlier, later) -> later)
                .ifPresent(last -> text.append(" “").append(last).append('”'));
        statusUrl.ifPresent(url -> text.append(' ').append(escaped(url)));
        return text.toString();
    }

    private static String minute(Instant time) {
        return time.truncatedTo(ChronoUnit.MINUTES).toString().replace('T', ' ').replace(":00Z", " UTC");
    }

    private static String words(Duration duration) {
        long minutes = Math.max(0, duration.toMinutes());
        if (minutes < 1) {
            return "less than a minute";
        }
        return (minutes >= 60 ? minutes / 60 + " h " : "") + minutes % 60 + " min";
    }

    /** In one line, and as Slack wants it: these three are its markup. */
    private static String escaped(String text) {
        return text.replaceAll("\\s+", " ")
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;");
    }

    /** The payload. */
    @JsonPropertyOrder({"type", "timestamp", "data", "text"})
    private record Message(String type, String timestamp, IncidentReport data, String text) {}
}
