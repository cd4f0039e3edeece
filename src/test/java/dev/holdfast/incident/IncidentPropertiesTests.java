package dev.holdfast.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IncidentPropertiesTests {

    @ParameterizedTest
    @CsvSource({
        "'', /status",
        "https://jobs.example.com, https://jobs.example.com/status",
        "https://jobs.example.com/, https://jobs.example.com/status",
        "http://10.0.0.7:8080/jobs/, http://10.0.0.7:8080/jobs/status"
    })
    void pointsToThePageOfThisService(String publicUrl, String statusUrl) {
        assertThat(properties(publicUrl).statusUrl()).isEqualTo(statusUrl);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jobs.example.com",
                "/status",
                "ftp://jobs.example.com",
                "https://",
                "https://me:secret@jobs.example.com",
                "https://jobs.example.com?a=b",
                "https://jobs.example.com#top",
                "https://jobs example.com",
                "javascript:alert(1)"
            })
    void refusesWhatIsNoAddress(String publicUrl) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> properties(publicUrl))
                .withMessageContaining("HOLDFAST_PUBLIC_URL");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT0.999S", "PT24H0.001S", "-PT1S"})
    void refusesATimeThatHealsNothing(Duration healing) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new IncidentProperties.Incident(healing))
                .withMessageContaining("HOLDFAST_INCIDENT_HEALING");
    }

    private static IncidentProperties properties(String publicUrl) {
        return new IncidentProperties(
                "./holdfast-data", publicUrl, new IncidentProperties.Incident(Duration.ofMinutes(2)));
    }
}
