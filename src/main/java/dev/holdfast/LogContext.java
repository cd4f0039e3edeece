package dev.holdfast;

import ch.qos.logback.classic.LoggerContext;
import dev.holdfast.incident.Incident;
import dev.holdfast.incident.Incidents;
import org.springframework.beans.factory.SmartInitializingSingleton;

/** Has the log know which incident is open: a property of its own context, so that a line costs nothing more. */
final class LogContext implements SmartInitializingSingleton {

    static final String INCIDENT = "incident_id";

    private final Incidents incidents;
    private final LoggerContext log;

    LogContext(Incidents incidents, LoggerContext log) {
        this.incidents = incidents;
        this.log = log;
    }

    @Override
    public void afterSingletonsInstantiated() {
        incidents.listen(
                event -> put(event.incident().isOpen() ? event.incident().id() : ""));
        incidents.open().map(Incident::id).ifPresent(this::put);
    }

    private void put(String id) {
        log.putProperty(INCIDENT, id);
    }
}
