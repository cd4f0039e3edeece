package dev.holdfast;

import ch.qos.logback.classic.spi.ILoggingEvent;
import org.springframework.boot.json.JsonWriter.Members;
import org.springframework.boot.logging.structured.StructuredLoggingJsonMembersCustomizer;

/** Writes the id of the incident that is open into each structured line; Spring Boot finds it in spring.factories. */
final class IncidentMember implements StructuredLoggingJsonMembersCustomizer<ILoggingEvent> {

    @Override
    public void customize(Members<ILoggingEvent> members) {
        members.add(
                        LogContext.INCIDENT,
                        (ILoggingEvent line) ->
                                line.getLoggerContextVO().getPropertyMap().get(LogContext.INCIDENT))
                .whenHasLength();
    }
}
