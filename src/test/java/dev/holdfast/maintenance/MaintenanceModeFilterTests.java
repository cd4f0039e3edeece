package dev.holdfast.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.problem.ProblemWriter;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class MaintenanceModeFilterTests {

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-24T12:00:00Z"));
    private final MockHttpServletResponse response = new MockHttpServletResponse();

    @TempDir
    private Path directory;

    @Test
    void letsSubmissionsThroughWhileTheDoorIsOpen() throws Exception {
        assertThat(passes("POST", mode(false))).isTrue();
        assertThat(response.getStatus()).isEqualTo(200);
    }

    @Test
    void turnsSubmissionsAwayForAnUnknownTime() throws Exception {
        assertThat(passes("POST", mode(true))).isFalse();

        assertThat(response.getStatus()).isEqualTo(503);
        assertThat(response.getContentType()).isEqualTo("application/problem+json");
        assertThat(response.getHeader("Retry-After")).isEqualTo("120");
        assertThat(response.getContentAsString(StandardCharsets.UTF_8)).isEqualTo("""
                {"type":"urn:holdfast:problem:maintenance","title":"Closed for maintenance","status":503,\
                "code":"maintenance","detail":"The system is currently under maintenance.",\
                "error":"The system is currently under maintenance."}""");
    }

    @Test
    void saysWhyAndUntilWhen() throws Exception {
        assertThat(passes("POST", closed("2026-11-24T13:00:00Z", "Redis zieht um — bis gleich")))
                .isFalse();

        assertThat(response.getHeader("Retry-After")).isEqualTo("3600");
        assertThat(response.getContentAsString(StandardCharsets.UTF_8)).isEqualTo("""
                {"type":"urn:holdfast:problem:maintenance","title":"Closed for maintenance","status":503,\
                "code":"maintenance","detail":"Redis zieht um — bis gleich",\
                "error":"The system is currently under maintenance.",\
                "message":"Redis zieht um — bis gleich","until":"2026-11-24T13:00:00Z"}""");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-24T12:00:00Z, 3600",
        "2026-11-24T12:00:00.001Z, 3600",
        "2026-11-24T12:59:58.999Z, 2",
        "2026-11-24T12:59:59Z, 1",
        "2026-11-24T12:59:59.999999999Z, 1"
    })
    void doesNotSendCallersBackBeforeTheDoorOpens(Instant at, String retryAfter) throws Exception {
        MaintenanceMode mode = closed("2026-11-24T13:00:00Z", null);
        now.set(at);

        assertThat(passes("POST", mode)).isFalse();
        assertThat(response.getHeader("Retry-After")).isEqualTo(retryAfter);
    }

    @Test
    void turnsSubmissionsAwayInAPlannedWindowAndNotBeforeIt() throws Exception {
        MaintenanceMode mode = mode(false);
        mode.plan(new PlannedWindow(
                "a", Instant.parse("2026-11-24T12:30:00Z"), Instant.parse("2026-11-24T13:00:00Z"), "New disk"));
        assertThat(passes("POST", mode)).isTrue();
        now.set(Instant.parse("2026-11-24T12:30:00Z"));

        assertThat(passes("POST", mode)).isFalse();

        assertThat(response.getHeader("Retry-After")).isEqualTo("1800");
        assertThat(response.getContentAsString(StandardCharsets.UTF_8))
                .endsWith("\"message\":\"New disk\",\"until\":\"2026-11-24T13:00:00Z\"}");
    }

    @Test
    void letsSubmissionsThroughOnceTheEndHasCome() throws Exception {
        MaintenanceMode mode = closed("2026-11-24T13:00:00Z", null);
        now.set(Instant.parse("2026-11-24T13:00:00Z"));

        assertThat(passes("POST", mode)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "OPTIONS", "PUT", "DELETE", "post"})
    void leavesTheAnswerToOtherMethodsAsItIs(String method) throws Exception {
        assertThat(passes(method, mode(true))).isTrue();
    }

    private boolean passes(String method, MaintenanceMode mode) throws ServletException, IOException {
        MaintenanceModeFilter filter =
                new MaintenanceModeFilter(mode, new ProblemWriter(new ObjectMapper().writer()), now::get);
        MockFilterChain chain = new MockFilterChain();
        filter.doFilter(new MockHttpServletRequest(method, "/enqueue"), response, chain);
        return chain.getRequest() != null;
    }

    private MaintenanceMode closed(String until, @Nullable String message) throws IOException {
        MaintenanceMode mode = mode(false);
        mode.announce(new MaintenanceWindow(Instant.parse(until), message));
        return mode;
    }

    private MaintenanceMode mode(boolean fixed) {
        return MaintenanceMode.resume(fixed, new MaintenanceFile(directory, new ObjectMapper()), now::get);
    }
}
