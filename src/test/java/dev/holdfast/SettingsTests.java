package dev.holdfast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** Compares the pages that list settings with what the code binds; variables and defaults have to be the same. */
class SettingsTests {

    private static final Path METADATA = Path.of("target/classes/META-INF/spring-configuration-metadata.json");
    private static final Path README = Path.of("README.md");
    private static final Path PAGE = Path.of("docs/settings.md");

    /** A row begins with the variable and ends with the default; words that are no code mean that there is none. */
    private static final Pattern ROW = Pattern.compile(
            "\\| `(?<variable>(HOLDFAST|MAINTENANCE)_[A-Z_*]+)` \\|.*\\| (`(?<default>[^`]*)`)?[^|]*\\|");

    @Test
    void thePageListsEverySettingWithItsDefaultAndNoOther() throws IOException {
        assertThat(rows(PAGE)).isEqualTo(settings());
    }

    @Test
    void theReadmeListsSettingsThatExistWithTheirDefaults() throws IOException {
        assumeThat(README).exists();

        assertThat(settings()).containsAllEntriesOf(rows(README));
        assertThat(rows(README)).isNotEmpty();
    }

    @Test
    void everyVariableOnThePageSetsItsProperty() throws IOException {
        assertThat(PAGE).content().contains("| `MAINTENANCE_MODE` |");

        for (JsonNode property : properties()) {
            String name = property.get("name").asText();
            String variable = variable(name);
            ConfigurationPropertySource environment =
                    ConfigurationPropertySource.from(new SystemEnvironmentPropertySource(
                            StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, Map.of(variable, "set")));

            assertThat(environment.getConfigurationProperty(ConfigurationPropertyName.of(name)))
                    .as("%s as %s", name, variable)
                    .isNotNull();
        }
    }

    private static Map<String, String> rows(Path page) throws IOException {
        Map<String, String> rows = new TreeMap<>();
        for (String line : Files.readAllLines(page)) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                String value = row.group("default");
                String before = rows.put(row.group("variable"), value == null ? "" : value);
                assertThat(before)
                        .as("the first of two rows of %s", row.group("variable"))
                        .isNull();
            }
        }
        return rows;
    }

    /** Variables and defaults. What is a map is set by variables that begin as shown. */
    private static Map<String, String> settings() throws IOException {
        Map<String, String> settings = new TreeMap<>();
        for (JsonNode property : properties()) {
            String name = property.get("name").asText();
            String variable = name.equals("holdfast.maintenance.mode") ? "MAINTENANCE_MODE" : variable(name);
            String suffix = property.get("type").asText().startsWith("java.util.Map") ? "_*" : "";
            String value = property.path("defaultValue").asText("");
            String before = settings.put(variable + suffix, value);
            assertThat(before)
                    .as("what another room takes for the default of %s", name)
                    .isIn(null, value);
        }
        return settings;
    }

    private static List<JsonNode> properties() throws IOException {
        JsonNode metadata = new ObjectMapper().readTree(METADATA.toFile());
        return metadata.get("properties").findParents("name").stream()
                .filter(property -> property.get("name").asText().startsWith("holdfast."))
                .toList();
    }

    private static String variable(String property) {
        return property.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_");
    }
}
