package dev.holdfast.enqueue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.util.unit.DataSize;

class EnqueuePropertiesTests {

    private static final EnqueueProperties DEFAULTS = new EnqueueProperties(
            DataSize.ofMegabytes(1), Duration.ofMillis(1500), 200, 100, Duration.ofMinutes(15), Duration.ofDays(1));

    @Test
    void areTheseUnlessSaidOtherwise() {
        assertThat(bound(Map.of())).isEqualTo(DEFAULTS);
    }

    @Test
    void comeFromTheEnvironment() {
        assertThat(bound(Map.of(
                        "HOLDFAST_ENQUEUE_MAX_PAYLOAD", "64MB",
                        "HOLDFAST_ENQUEUE_DEADLINE", "60s",
                        "HOLDFAST_ENQUEUE_AT_WORK", "1",
                        "HOLDFAST_ENQUEUE_WAITING", "0",
                        "HOLDFAST_ENQUEUE_REMEMBER", "2m",
                        "HOLDFAST_ENQUEUE_REMEMBER_CLIENT_IDS", "365d")))
                .isEqualTo(new EnqueueProperties(
                        DataSize.ofMegabytes(64),
                        Duration.ofMinutes(1),
                        1,
                        0,
                        Duration.ofMinutes(2),
                        Duration.ofDays(365)));
    }

    @ParameterizedTest
    @CsvSource({
        "MAX_PAYLOAD, 1023B, '1023B, must be between 1KB and 64MB'",
        "MAX_PAYLOAD, 65MB, '68157440B, must be between 1KB and 64MB'",
        "DEADLINE, 99ms, '99ms, must be between 100ms and 60s'",
        "DEADLINE, 61s, '61000ms, must be between 100ms and 60s'",
        "AT_WORK, 0, '0, must be between 1 and 10000'",
        "AT_WORK, 10001, '10001, must be between 1 and 10000'",
        "WAITING, -1, '-1, must be between 0 and 10000'",
        "WAITING, 10001, '10001, must be between 0 and 10000'",
        "REMEMBER, 119s, '119s, must be between 2m and 365d'",
        "REMEMBER_CLIENT_IDS, 119s, '119s, must be between 2m and 365d'",
        "REMEMBER_CLIENT_IDS, 366d, '31622400s, must be between 2m and 365d'"
    })
    void refusesAValueOutOfRange(String name, String value, String message) {
        String setting = "HOLDFAST_ENQUEUE_" + name;

        assertThatThrownBy(() -> bound(Map.of(setting, value)))
                .rootCause()
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(setting + " is " + message);
    }

    @Test
    void needsMoreThreadsThanRequestsAtTheDesk() {
        assertThatCode(() -> DEFAULTS.requireThreads(317, 16)).doesNotThrowAnyException();
        assertThatThrownBy(() -> DEFAULTS.requireThreads(316, 16))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("SERVER_TOMCAT_THREADS_MAX is 316, must be more than HOLDFAST_ENQUEUE_AT_WORK (200),"
                        + " HOLDFAST_ENQUEUE_WAITING (100) and HOLDFAST_ENQUEUE_BATCH_AT_ONCE (16) together");
    }

    @ParameterizedTest
    @CsvSource({"'reports.*,mail.send'", "'reports.*, mail.send'"})
    void readsTheAllowedTasksFromTheEnvironment(String value) {
        assertThat(tasks(Map.of("HOLDFAST_ALLOWED_TASKS", value)).allowedTasks())
                .containsExactly("reports.*", "mail.send");
    }

    @Test
    void takesAnEmptyListOfTasksForNone() {
        assertThat(tasks(Map.of("HOLDFAST_ALLOWED_TASKS", "")).allowedTasks()).isEmpty();
        assertThat(tasks(Map.of()).allowedTasks()).isEqualTo(List.of());
    }

    private static EnqueueProperties bound(Map<String, Object> environment) {
        return binder(environment).bindOrCreate("holdfast.enqueue", EnqueueProperties.class);
    }

    private static TaskProperties tasks(Map<String, Object> environment) {
        return binder(environment).bindOrCreate("holdfast", TaskProperties.class);
    }

    private static Binder binder(Map<String, Object> variables) {
        StandardEnvironment environment = new StandardEnvironment();
        environment
                .getPropertySources()
                .addFirst(new SystemEnvironmentPropertySource("test-systemEnvironment", variables));
        ConfigurationPropertySources.attach(environment);
        return Binder.get(environment);
    }
}
