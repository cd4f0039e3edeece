package dev.holdfast.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;

class MaintenanceEndpointTests {

    private static final InstantSource NOON = InstantSource.fixed(Instant.parse("2026-11-24T12:00:00Z"));

    private final AtomicInteger ids = new AtomicInteger();

    @TempDir
    private Path directory;

    @Test
    void saysThatTheDoorIsOpen() throws JsonProcessingException {
        assertThat(json(endpoint(false).state())).isEqualTo("{\"enabled\":false,\"fixed\":false}");
    }

    @Test
    void closesTheDoorAndAnswersWithTheState() throws JsonProcessingException {
        WebEndpointResponse<?> response =
                endpoint(false).change("true", null, "2026-11-24T14:30:00+01:00", "Redis is being moved.", null);

        assertThat(response.getStatus()).isEqualTo(200);
        assertThat(json(response.getBody())).isEqualTo("""
                {"enabled":true,"fixed":false,"until":"2026-11-24T13:30:00Z","message":"Redis is being moved."}""");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-11-24T12:00:00.000000001Z", "2027-11-24T12:00:00Z", "2026-11-24t13:00:00z"})
    void takesAnEndWithinAYear(String until) {
        assertThat(endpoint(false).change("true", null, until, null, null).getStatus())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-24T12:00:00Z, out_of_range",
        "2026-11-24T12:59:59+01:00, out_of_range",
        "2027-11-24T12:00:00.000000001Z, out_of_range",
        "+999999999-12-31T23:59:59-18:00, out_of_range",
        "-999999999-01-01T00:00:00+18:00, out_of_range",
        "2026-11-24T13:00:00, wrong_type",
        "2026-11-24, wrong_type",
        "2026-02-30T12:00:00Z, wrong_type",
        "tomorrow, wrong_type",
        "1795521600, wrong_type",
        "'', wrong_type"
    })
    void refusesAnEndThatIsNone(String until, String code) throws JsonProcessingException {
        WebEndpointResponse<?> response = endpoint(false).change("true", null, until, null, null);

        assertThat(response.getStatus()).isEqualTo(400);
        assertThat(json(response.getBody())).contains("\"pointer\":\"/until\",\"code\":\"" + code + "\"");
        assertThat(endpoint(false).state().enabled()).isFalse();
    }

    @Test
    void namesEverythingThatIsWrongAtOnce() throws JsonProcessingException {
        WebEndpointResponse<?> response = endpoint(false).change("yes", null, "soon", "two\nlines", null);

        assertThat(response.getStatus()).isEqualTo(400);
        assertThat(response.getContentType()).hasToString("application/problem+json");
        assertThat(json(response.getBody())).isEqualTo("""
                {"type":"urn:holdfast:problem:invalid_maintenance","title":"The maintenance window breaks a rule",\
                "status":400,"code":"invalid_maintenance","detail":"nothing has changed; see violations",\
                "violations":[\
                {"pointer":"/enabled","code":"wrong_type","detail":"must be true or false"},\
                {"pointer":"/until","code":"wrong_type",\
                "detail":"must be a time with its offset (RFC 3339), like 2026-11-24T12:00:00Z"},\
                {"pointer":"/message","code":"invalid_text",\
                "detail":"must not contain control characters or broken ones"}]}""");
    }

    @Test
    void refusesARequestThatDoesNotSayWhatItWants() throws JsonProcessingException {
        WebEndpointResponse<?> response = endpoint(false).change(null, null, null, null, null);

        assertThat(json(response.getBody()))
                .contains("[{\"pointer\":\"/enabled\",\"code\":\"required\",\"detail\":\"must be given\"}]");
    }

    @Test
    void refusesAnEndAndAMessageForAnOpenDoor() throws JsonProcessingException {
        WebEndpointResponse<?> response = endpoint(false).change("false", null, "2026-11-24T13:00:00Z", "bye", null);

        assertThat(response.getStatus()).isEqualTo(400);
        assertThat(json(response.getBody())).contains("\"/until\",\"code\":\"only_when_closing\"", "\"/message\"");
    }

    @Test
    void doesNotOpenWhatTheEnvironmentKeepsClosed() throws JsonProcessingException {
        MaintenanceEndpoint endpoint = endpoint(true);

        WebEndpointResponse<?> response = endpoint.change("false", null, null, null, null);

        assertThat(response.getStatus()).isEqualTo(409);
        assertThat(json(response.getBody())).isEqualTo("""
                {"type":"urn:holdfast:problem:maintenance_fixed","title":"Maintenance is fixed by the environment",\
                "status":409,"code":"maintenance_fixed",\
                "detail":"MAINTENANCE_MODE is true; only a restart without it opens the door"}""");
        assertThat(json(endpoint.state())).isEqualTo("{\"enabled\":true,\"fixed\":true}");
    }

    @Test
    void addsAnEndToWhatTheEnvironmentKeepsClosed() throws JsonProcessingException {
        WebEndpointResponse<?> response = endpoint(true).change("true", null, "2026-11-24T13:00:00Z", null, null);

        assertThat(json(response.getBody()))
                .isEqualTo("{\"enabled\":true,\"fixed\":true,\"until\":\"2026-11-24T13:00:00Z\"}");
    }

    @Test
    void answersAnErrorWhenTheStateCannotBeSaved() throws IOException {
        MaintenanceEndpoint endpoint = endpoint(false);
        Files.createDirectories(directory.resolve("maintenance.json/full"));

        WebEndpointResponse<?> response = endpoint.change("true", null, null, null, null);

        assertThat(response.getStatus()).isEqualTo(500);
        assertThat(json(response.getBody())).isEqualTo("""
                {"type":"urn:holdfast:problem:maintenance_not_saved",\
                "title":"The maintenance window could not be saved","status":500,"code":"maintenance_not_saved",\
                "detail":"nothing has changed; the service's log has the cause"}""");
        assertThat(endpoint.state().enabled()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-24T12:00:00Z, 2026-11-24T13:00:00Z, /from, out_of_range",
        "2026-11-24T12:59:59+01:00, 2026-11-24T13:00:00Z, /from, out_of_range",
        "2027-11-24T12:00:00.000000001Z, 2027-11-24T12:00:00Z, /from, out_of_range",
        "2026-11-24T13:00:00, 2026-11-24T14:00:00Z, /from, wrong_type",
        "tomorrow, 2026-11-24T14:00:00Z, /from, wrong_type",
        "'', 2026-11-24T14:00:00Z, /from, wrong_type",
        "2026-11-24T13:00:00Z, , /until, required",
        "2026-11-24T13:00:00Z, 2026-11-24T13:00:00Z, /until, out_of_range",
        "2026-11-24T13:00:00Z, 2026-11-24T14:59:59+02:00, /until, out_of_range",
        "2026-11-24T13:00:00Z, 2027-11-24T12:00:00.000000001Z, /until, out_of_range",
        "2026-11-24T13:00:00Z, later, /until, wrong_type"
    })
    void refusesAPlanThatIsNone(String from, @Nullable String until, String pointer, String code)
            throws JsonProcessingException {
        MaintenanceEndpoint endpoint = endpoint(false);

        WebEndpointResponse<?> response = endpoint.change(null, from, until, null, null);

        assertThat(response.getStatus()).isEqualTo(400);
        assertThat(json(response.getBody()))
                .contains("\"pointer\":\"" + pointer + "\",\"code\":\"" + code + "\"")
                .containsOnlyOnce("\"pointer\"");
        assertThat(json(endpoint.state())).isEqualTo("{\"enabled\":false,\"fixed\":false}");
    }

    @Test
    void refusesAPlanAcrossAnotherAndNamesThatOne() throws JsonProcessingException {
        MaintenanceEndpoint endpoint = endpoint(false);
        endpoint.change(null, "2026-11-24T13:00:00Z", "2026-11-24T14:00:00Z", null, null);

        WebEndpointResponse<?> response =
                endpoint.change(null, "2026-11-24T13:59:00Z", "2026-11-24T15:00:00Z", null, null);

        assertThat(response.getStatus()).isEqualTo(400);
        assertThat(json(response.getBody())).contains("""
                "violations":[{"pointer":"/from","code":"overlaps","detail":"must not overlap the planned window id-1,\
                 from 2026-11-24T13:00:00Z until 2026-11-24T14:00:00Z"}]""");
    }

    @Test
    void refusesToPlanAndToOpenAtOnce() throws JsonProcessingException {
        WebEndpointResponse<?> response =
                endpoint(false).change("false", "2026-11-24T13:00:00Z", "2026-11-24T14:00:00Z", " ", null);

        assertThat(json(response.getBody()))
                .contains("\"/enabled\",\"code\":\"only_without_from\"", "\"/message\",\"code\":\"invalid_text\"");
    }

    @Test
    void refusesToTakeBackWhatIsNotPlannedOrMoreThanThat() throws JsonProcessingException {
        assertThat(json(endpoint(false).change(null, null, null, null, "id-7").getBody()))
                .contains("{\"pointer\":\"/cancel\",\"code\":\"unknown\","
                        + "\"detail\":\"must be the id of a planned window that has not begun\"}");
        assertThat(json(endpoint(false).change("true", "x", "y", "z", "id-1").getBody()))
                .contains("\"/enabled\"", "\"/from\"", "\"/until\"", "\"/message\"")
                .contains("\"code\":\"only_without_cancel\"");
    }

    @Test
    void plansAndTakesBack() throws JsonProcessingException {
        MaintenanceEndpoint endpoint = endpoint(false);

        WebEndpointResponse<?> planned =
                endpoint.change("true", "2026-11-24T15:00:00+01:00", "2026-11-24T16:00:00+01:00", "New disk", null);

        assertThat(planned.getStatus()).isEqualTo(200);
        assertThat(json(planned.getBody())).isEqualTo("""
                {"enabled":false,"fixed":false,"planned":[{"id":"id-1","from":"2026-11-24T14:00:00Z",\
                "until":"2026-11-24T15:00:00Z","message":"New disk"}]}""");
        assertThat(json(endpoint.change(null, null, null, null, "id-1").getBody()))
                .isEqualTo("{\"enabled\":false,\"fixed\":false}");
    }

    private MaintenanceEndpoint endpoint(boolean fixed) {
        MaintenanceFile file = new MaintenanceFile(directory, new ObjectMapper());
        return new MaintenanceEndpoint(
                MaintenanceMode.resume(fixed, file, NOON), NOON, () -> "id-" + ids.incrementAndGet());
    }

    private static String json(@Nullable Object body) throws JsonProcessingException {
        return new ObjectMapper().writeValueAsString(body);
    }
}
