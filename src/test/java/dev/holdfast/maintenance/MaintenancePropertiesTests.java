package dev.holdfast.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ClassPathResource;

class MaintenancePropertiesTests {

    @Test
    void isOpenAndHasADirectoryWithoutAnySetting() throws Exception {
        MaintenanceProperties properties = bind(Map.of());

        assertThat(properties.maintenance().closed()).isFalse();
        assertThat(properties.dataDir()).isEqualTo("./holdfast-data");
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "TRUE", "True", " true "})
    void isClosedByTheEnvironment(String mode) throws Exception {
        assertThat(bind(Map.of("MAINTENANCE_MODE", mode)).maintenance().closed())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "false", "FALSE", "False "})
    void isOpenByTheEnvironment(String mode) throws Exception {
        assertThat(bind(Map.of("MAINTENANCE_MODE", mode)).maintenance().closed())
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "0", "yes", "on", "tru", "true false", "ture\nfake log line"})
    void refusesEverythingElseInOneLine(String mode) {
        assertThatThrownBy(() -> bind(Map.of("MAINTENANCE_MODE", mode)))
                .isInstanceOf(BindException.class)
                .rootCause()
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("MAINTENANCE_MODE is \"" + mode.replace('\n', '?') + "\"; set it to true or to false");
    }

    @Test
    void takesTheDirectoryFromTheEnvironment() throws Exception {
        assertThat(bind(Map.of("HOLDFAST_DATA_DIR", "/var/lib/holdfast")).dataDir())
                .isEqualTo("/var/lib/holdfast");
    }

    @Test
    void refusesABlankDirectory() {
        assertThatThrownBy(() -> bind(Map.of("HOLDFAST_DATA_DIR", " ")))
                .rootCause()
                .hasMessage("HOLDFAST_DATA_DIR is blank: set it to a directory, or remove it");
    }

    /** Binds as the service does: the environment first, then application.yml. */
    private static MaintenanceProperties bind(Map<String, Object> variables) throws Exception {
        StandardEnvironment environment = new StandardEnvironment();
        environment
                .getPropertySources()
                .replace(
                        StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                        new SystemEnvironmentPropertySource(
                                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, variables));
        new YamlPropertySourceLoader()
                .load("application.yml", new ClassPathResource("application.yml"))
                .forEach(environment.getPropertySources()::addLast);
        return Binder.get(environment).bindOrCreate("holdfast", MaintenanceProperties.class);
    }
}
