package dev.holdfast.problem;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpHeaders;
import org.springframework.mock.web.MockHttpServletResponse;

class ProblemWriterTests {

    private final ProblemWriter writer = new ProblemWriter(new ObjectMapper().writer());
    private final MockHttpServletResponse response = new MockHttpServletResponse();

    @Test
    void writesTheWholeAnswer() throws IOException {
        writer.write(Problem.passing(ProblemType.OVERLOADED, "Zu viele Aufträge.", Duration.ofMinutes(1)), response);

        assertThat(response.getStatus()).isEqualTo(503);
        assertThat(response.getContentType()).isEqualTo("application/problem+json");
        assertThat(response.getHeader(HttpHeaders.RETRY_AFTER)).isEqualTo("60");
        assertThat(response.getContentAsString(StandardCharsets.UTF_8)).isEqualTo("""
                {"type":"urn:holdfast:problem:overloaded","title":"More requests than can be served","status":503,\
                "code":"overloaded","detail":"Zu viele Aufträge.","error":"Zu viele Aufträge."}""");
        assertThat(response.getContentLength()).isEqualTo(response.getContentAsByteArray().length);
    }

    @Test
    void saysNothingOfComingBackWhenThatNeverHelps() throws IOException {
        writer.write(Problem.of(ProblemType.OPERATOR_ONLY, "not for you"), response);

        assertThat(response.getStatus()).isEqualTo(403);
        assertThat(response.getHeader(HttpHeaders.RETRY_AFTER)).isNull();
    }
}
