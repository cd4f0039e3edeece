package dev.holdfast.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.incident.Cause;
import dev.holdfast.incident.Impact;
import dev.holdfast.incident.Incident;
import dev.holdfast.incident.IncidentEvent;
import dev.holdfast.incident.IncidentEvent.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LetterWriterTests {

    private static final Instant TEN = Instant.parse("2026-11-24T10:00:31Z");

    private final LetterWriter writer = new LetterWriter(new ObjectMapper(), Optional.empty());

    @Test
    void saysEverythingForProgramsAndForPeople() {
        Letter letter = writer.write(event(Kind.OPENED, incident(null, null)));

        assertThat(letter.id()).isEqualTo("evt-1");
        assertThat(letter.at()).isEqualTo(TEN);
        assertThat(letter.body()).isEqualTo("""
                {"type":"incident.opened","timestamp":"2026-11-24T10:00:31Z",\
                "data":{"id":"inc-1","state":"open","since":"2026-11-24T10:00:31Z","causes":["spool"],"impact":"later",\
                "worst":"refused","affected":"Jobs are accepted and will run later.",\
                "figures":{"spooled":3,"refused":7},"updates":[]},\
                "text":"Incident: Jobs are accepted and will run later. Since 2026-11-24 10:00 UTC, no estimate yet."}""");
    }

    @Test
    void givesTheEstimateIfThereIsOne() throws JsonProcessingException {
        assertThat(text(
                        writer,
                        Kind.UPDATED,
                        incident(null, TEN.plus(Duration.ofHours(2)), "Disk ordered", "On its way")))
                .isEqualTo("Incident, update: Jobs are accepted and will run later. Since 2026-11-24 10:00 UTC,"
                        + " expected to end at 2026-11-24 12:00 UTC. “On its way”");
    }

    @Test
    void saysNothingTwiceAndTheNewestOfTheRest() throws JsonProcessingException {
        assertThat(text(
                        writer,
                        Kind.UPDATED,
                        incident(null, null, "First", "Second", "Jobs are accepted and will run later.")))
                .endsWith(", no estimate yet. “Second”");
    }

    @Test
    void saysHowItWentWhenItIsOver() throws JsonProcessingException {
        assertThat(text(writer, Kind.CLOSED, incident(TEN.plus(Duration.ofMinutes(83)), null)))
                .isEqualTo("Incident is over: it lasted for 1 h 23 min, since 2026-11-24 10:00 UTC."
                        + " At worst: New jobs are refused.");
        assertThat(text(writer, Kind.CLOSED, incident(TEN.plusSeconds(59), null)))
                .contains("for less than a minute,");
        assertThat(text(writer, Kind.CLOSED, incident(TEN.plusSeconds(120), null)))
                .contains("for 2 min,");
    }

    @Test
    void leadsToTheStatusPageIfItsAddressIsKnown() throws JsonProcessingException {
        LetterWriter knowing = new LetterWriter(new ObjectMapper(), Optional.of("https://jobs.example/status"));

        assertThat(text(knowing, Kind.OPENED, incident(null, null))).endsWith(" https://jobs.example/status");
    }

    @Test
    void staysOneLineAndMentionsNobody() throws JsonProcessingException {
        Incident loud = incident(null, null, "<!channel> R&D:\nlook at <https://evil.example|this>");

        assertThat(text(writer, Kind.UPDATED, loud))
                .endsWith(" “&lt;!channel&gt; R&amp;D: look at &lt;https://evil.example|this&gt;”")
                .doesNotContain("\n");
    }

    private static String text(LetterWriter writer, Kind kind, Incident incident) throws JsonProcessingException {
        return new ObjectMapper()
                .readTree(writer.write(event(kind, incident)).body())
                .get("text")
                .asText();
    }

    private static IncidentEvent event(Kind kind, Incident incident) {
        return new IncidentEvent("evt-1", kind, TEN, incident);
    }

    private static Incident incident(@Nullable Instant closed, @Nullable Instant until, String... updates) {
        return new Incident(
                "inc-1",
                TEN,
                Optional.ofNullable(closed),
                Set.of(Cause.SPOOL),
                Impact.LATER,
                Impact.REFUSED,
                new Incident.Figures(3, Optional.empty(), 7),
                Optional.ofNullable(until),
                Optional.empty(),
                List.of(updates).stream()
                        .map(text -> new Incident.Update(TEN, text, true))
                        .toList());
    }
}
