package dev.holdfast.incident;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class IncidentReportTests {

    private static final Instant TEN = Instant.parse("2026-11-24T10:00:00Z");

    private static final Incident OPEN = new Incident(
            "inc-20261124-100000-abc234",
            TEN,
            Optional.empty(),
            Set.of(Cause.SPOOL),
            Impact.LATER,
            Impact.REFUSED,
            new Incident.Figures(3, Optional.of(Duration.ofMillis(12_900)), 7),
            Optional.of(TEN.plusSeconds(3600)),
            Optional.of(TEN.plusSeconds(600)),
            List.of(
                    new Incident.Update(TEN, "Jobs are accepted and will run later.", false),
                    new Incident.Update(TEN.plusMillis(61_500), "Somebody is on the way.", true)));

    private static final Incident CLOSED = new Incident(
            "inc-20261124-100000-abc234",
            TEN,
            Optional.of(TEN.plusSeconds(120)),
            Set.of(Cause.NODE_LEFT),
            Impact.NONE,
            Impact.NONE,
            new Incident.Figures(0, Optional.empty(), 0),
            Optional.empty(),
            Optional.empty(),
            List.of());

    @Test
    void showsAllOfAnOpenIncident() throws JsonProcessingException {
        assertThat(json(OPEN)).isEqualTo("""
                {"id":"inc-20261124-100000-abc234","state":"open","since":"2026-11-24T10:00:00Z",\
                "causes":["spool"],"impact":"later","worst":"refused",\
                "affected":"Jobs are accepted and will run later.",\
                "figures":{"spooled":3,"oldest_s":12,"refused":7},\
                "until":"2026-11-24T11:00:00Z","next_update":"2026-11-24T10:10:00Z",\
                "updates":[{"at":"2026-11-24T10:00:00Z","text":"Jobs are accepted and will run later.","operator":false},\
                {"at":"2026-11-24T10:01:01.500Z","text":"Somebody is on the way.","operator":true}]}""");
    }

    @Test
    void leavesOutWhatIsNotKnown() throws JsonProcessingException {
        assertThat(json(CLOSED)).isEqualTo("""
                {"id":"inc-20261124-100000-abc234","state":"closed","since":"2026-11-24T10:00:00Z",\
                "closed":"2026-11-24T10:02:00Z","causes":["node_left"],"impact":"none","worst":"none",\
                "affected":"Jobs are accepted as usual.","figures":{"spooled":0,"refused":0},"updates":[]}""");
    }

    private static String json(Incident incident) throws JsonProcessingException {
        return new ObjectMapper().writeValueAsString(IncidentReport.of(incident));
    }
}
