package dev.holdfast.incident;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;

class IncidentEndpointTests {

    private static final InstantSource NOON = InstantSource.fixed(Instant.parse("2026-11-24T12:00:00Z"));

    private final Incidents incidents =
            new Incidents(new Book(Duration.ofMinutes(2), since -> "inc-20261124-120000-abc234"), List::of);
    private final IncidentEndpoint endpoint = new IncidentEndpoint(incidents, NOON);

    @Test
    void showsThatNothingHasHappened() throws JsonProcessingException {
        assertThat(json(endpoint.state())).isEqualTo("{\"past\":[]}");
    }

    @Test
    void opensTellsEstimatesAndCloses() throws JsonProcessingException {
        assertThat(change("open", "Reports are wrong.", "later", null, "2026-11-24T14:30:00+01:00")
                        .getStatus())
                .isEqualTo(200);
        assertThat(change("update", "Somebody is on the way.", null, null, null).getStatus())
                .isEqualTo(200);
        assertThat(change("estimate", null, null, "2026-11-24T13:00:00Z", null).getStatus())
                .isEqualTo(200);
        assertThat(incidents.open().orElseThrow().until()).contains(Instant.parse("2026-11-24T13:00:00Z"));
        WebEndpointResponse<?> response = change("close", "Reports are right.", null, null, null);

        assertThat(response.getStatus()).isEqualTo(200);
        assertThat(json(response.getBody())).isEqualTo("""
                {"past":[{"id":"inc-20261124-120000-abc234","state":"closed","since":"2026-11-24T12:00:00Z",\
                "closed":"2026-11-24T12:00:00Z","causes":["operator"],"impact":"later","worst":"later",\
                "affected":"Jobs are accepted and will run later.","figures":{"spooled":0,"refused":0},"updates":[\
                {"at":"2026-11-24T12:00:00Z","text":"Reports are wrong.","operator":true},\
                {"at":"2026-11-24T12:00:00Z","text":"Somebody is on the way.","operator":true},\
                {"at":"2026-11-24T12:00:00Z","text":"Reports are right.","operator":true}]}]}""");
    }

    @Test
    void namesEverythingThatIsWrongAtOnce() throws JsonProcessingException {
        WebEndpointResponse<?> response = change("begin", "two\nlines", "bad", "soon", "later");

        assertThat(response.getStatus()).isEqualTo(400);
        assertThat(response.getContentType()).hasToString("application/problem+json");
        assertThat(json(response.getBody())).isEqualTo("""
                {"type":"urn:holdfast:problem:invalid_incident","title":"The change of the incident breaks a rule",\
                "status":400,"code":"invalid_incident","detail":"nothing has changed; see violations",\
                "violations":[\
                {"pointer":"/action","code":"wrong_type","detail":"must be one of open, update, estimate, close"},\
                {"pointer":"/text","code":"invalid_text","detail":"must not contain control characters or broken ones"},\
                {"pointer":"/impact","code":"wrong_type","detail":"must be one of none, later, refused"},\
                {"pointer":"/until","code":"wrong_type",\
                "detail":"must be a time with its offset (RFC 3339), like 2026-11-24T12:00:00Z"},\
                {"pointer":"/next_update","code":"wrong_type",\
                "detail":"must be a time with its offset (RFC 3339), like 2026-11-24T12:00:00Z"}]}""");
        assertThat(incidents.open()).isEmpty();
    }

    @Test
    void refusesARequestThatDoesNotSayWhatItWants() throws JsonProcessingException {
        assertThat(json(change(null, null, null, null, null).getBody()))
                .contains("[{\"pointer\":\"/action\",\"code\":\"required\",\"detail\":\"must be given\"}]");
    }

    @ParameterizedTest
    @CsvSource({"open, ''", "open, ' '", "update, ''"})
    void refusesToSayNothing(String action, String text) throws JsonProcessingException {
        assertThat(json(change(action, text, null, null, null).getBody()))
                .contains("\"/text\",\"code\":\"invalid_text");
        assertThat(json(change(action, null, null, null, null).getBody())).contains("\"/text\",\"code\":\"required\"");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-24T12:00:00Z, out_of_range",
        "2026-11-24T12:59:59+01:00, out_of_range",
        "2027-11-24T12:00:00.000000001Z, out_of_range",
        "2026-11-24T13:00:00, wrong_type",
        "2026-02-30T12:00:00Z, wrong_type",
        "PT2H, wrong_type",
        "'', wrong_type"
    })
    void refusesAnEstimateThatIsNone(String until, String code) throws JsonProcessingException {
        assertThat(json(change("estimate", null, null, until, null).getBody()))
                .contains("\"pointer\":\"/until\",\"code\":\"" + code + "\"");
        assertThat(json(change("update", "Soon.", null, null, until).getBody()))
                .contains("\"pointer\":\"/next_update\",\"code\":\"" + code + "\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"update", "estimate", "close"})
    void anImpactIsClaimedAtTheBeginningOnly(String action) throws JsonProcessingException {
        assertThat(json(change(action, "Well.", "none", null, null).getBody()))
                .contains("\"/impact\",\"code\":\"only_when_opening\"");
    }

    @Test
    void whatIsOverHasNoFuture() throws JsonProcessingException {
        String later = "2026-11-24T13:00:00Z";

        assertThat(json(change("close", null, null, later, later).getBody()))
                .contains("\"/until\",\"code\":\"not_when_closing\"", "\"/next_update\",\"code\":\"not_when_closing\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"update", "estimate", "close"})
    void saysThatNothingIsOpen(String action) throws JsonProcessingException {
        WebEndpointResponse<?> response = change(action, "Well.", null, null, null);

        assertThat(response.getStatus()).isEqualTo(409);
        assertThat(json(response.getBody())).contains("\"code\":\"no_open_incident\"");
    }

    @Test
    void takesAHundredUpdatesAndTheLastWord() throws JsonProcessingException {
        change("open", "Reports are wrong.", null, null, null);
        for (int i = 1; i < 100; i++) {
            assertThat(change("update", "Still wrong.", null, null, null).getStatus())
                    .isEqualTo(200);
        }

        WebEndpointResponse<?> response = change("update", "Still wrong.", null, null, null);

        assertThat(response.getStatus()).isEqualTo(400);
        assertThat(json(response.getBody())).contains("\"pointer\":\"/text\",\"code\":\"too_many\"");
        assertThat(change("close", "Reports are right.", null, null, null).getStatus())
                .isEqualTo(200);
    }

    @Test
    void saysWhichOneIsOpenAlready() throws JsonProcessingException {
        change("open", "Reports are wrong.", null, null, null);

        WebEndpointResponse<?> response = change("open", "Reports are wrong!", null, null, null);

        assertThat(response.getStatus()).isEqualTo(409);
        assertThat(json(response.getBody()))
                .contains("\"code\":\"incident_already_open\"", "\"id\":\"inc-20261124-120000-abc234\"");
        assertThat(incidents.open().orElseThrow().updates()).hasSize(1);
    }

    @Test
    void tellsEachChangeOnceAndInOrder() {
        List<String> told = new ArrayList<>();
        incidents.listen(event -> told.add(event.id() + " " + event.kind().word()));

        change("open", "Reports are wrong.", null, null, null);
        change("open", "Reports are wrong!", null, null, null);
        change("estimate", null, null, null, null);
        change("update", "Somebody is on the way.", null, null, null);
        change("close", null, null, null, null);

        assertThat(told)
                .containsExactly(
                        "inc-20261124-120000-abc234-1 incident.opened",
                        "inc-20261124-120000-abc234-2 incident.updated",
                        "inc-20261124-120000-abc234-3 incident.closed");
    }

    private WebEndpointResponse<?> change(
            @Nullable String action,
            @Nullable String text,
            @Nullable String impact,
            @Nullable String until,
            @Nullable String nextUpdate) {
        return endpoint.change(action, text, impact, until, nextUpdate);
    }

    private static String json(@Nullable Object value) throws JsonProcessingException {
        return new ObjectMapper().writeValueAsString(value);
    }
}
