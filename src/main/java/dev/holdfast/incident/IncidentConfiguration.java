package dev.holdfast.incident;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.failover.ActiveNode;
import dev.holdfast.job.NodeStates;
import dev.holdfast.job.StandbyUse;
import dev.holdfast.maintenance.MaintenanceMode;
import dev.holdfast.problem.Notice;
import dev.holdfast.problem.Notices;
import dev.holdfast.spool.Spool;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(IncidentProperties.class)
class IncidentConfiguration {

    private static final InstantSource CLOCK = InstantSource.system();
    private static final Duration LOOK = Duration.ofMillis(250);

    @Bean
    IncidentFiles incidentFiles(IncidentProperties properties, ObjectMapper mapper) {
        return new IncidentFiles(properties.directory(), mapper);
    }

    @Bean
    Attendance attendance(IncidentFiles files) {
        return new Attendance(files.watched(), CLOCK);
    }

    @Bean
    Incidents incidents(IncidentProperties properties, IncidentFiles files, Attendance attendance) {
        Book book = new Book(properties.incident().healing(), new IncidentIds(new SecureRandom()));
        book.resume(files.incidents());
        return new Incidents(book, attendance);
    }

    @Bean
    Notices notices(Incidents incidents, IncidentProperties properties) {
        String statusUrl = properties.statusUrl();
        return new Notices(
                () -> incidents
                        .open()
                        .map(open -> new Notice(
                                open.id(),
                                open.since(),
                                open.until().filter(end -> end.isAfter(CLOCK.instant())),
                                open.impact() == Impact.REFUSED,
                                statusUrl)),
                incidents::refused,
                CLOCK);
    }

    @Bean
    Rounds incidentWatch(
            Incidents incidents,
            NodeStates nodes,
            ActiveNode active,
            StandbyUse standbyUse,
            ObjectProvider<Spool> spool,
            MaintenanceMode maintenance) {
        Optional<Spool> disk = Optional.ofNullable(spool.getIfAvailable());
        Senses senses = new Senses(nodes, active, standbyUse, () -> disk.map(Spool::state), maintenance);
        return new Rounds("incident-watch", LOOK, new IncidentWatch(incidents, senses, CLOCK, System::nanoTime));
    }

    @Bean
    IncidentKeeper incidentKeeper(Incidents incidents, Attendance attendance, IncidentFiles files) {
        return new IncidentKeeper(incidents, attendance, files, System::nanoTime);
    }

    @Bean
    Rounds incidentKeeping(IncidentKeeper keeper) {
        return new Rounds("incident-keeper", LOOK, keeper);
    }

    @Bean
    IncidentEndpoint incidentEndpoint(Incidents incidents) {
        return new IncidentEndpoint(incidents, CLOCK);
    }

    @Bean
    IncidentMetrics incidentMetrics(Incidents incidents) {
        return new IncidentMetrics(incidents);
    }
}
