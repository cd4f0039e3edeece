package dev.holdfast;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What monitoring/ asks Prometheus for is what the service tells; an alert that never fires says nothing. */
class MonitoringTests {

    private static final Path FOLDER = Path.of("monitoring");
    private static final Pattern SERIES = Pattern.compile("\\bholdfast_[a-z_]+");
    private static final Pattern ANCHOR = Pattern.compile("docs/runbook\\.md#(?<anchor>[a-z0-9_-]+)");

    private static Set<String> series;

    @BeforeAll
    static void register() throws IOException, ReflectiveOperationException {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        MetricsPageTests.registerAll(registry);
        series = registry.scrape()
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("[{ ]", 2)[0])
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @ParameterizedTest
    @ValueSource(strings = {"alerts.yml", "alerts.test.yml", "grafana/holdfast.json"})
    void namesOnlySeriesThatThereAre(String file) throws IOException {
        assertThat(found(SERIES, file)).isNotEmpty().isSubsetOf(series);
    }

    @Test
    void everyAlertIsTriedAndLeadsToItsPageInTheRunbook() throws IOException {
        String rules = Files.readString(FOLDER.resolve("alerts.yml"));
        String cases = Files.readString(FOLDER.resolve("alerts.test.yml"));
        Set<String> headings = Files.readAllLines(Path.of("docs/runbook.md")).stream()
                .filter(line -> line.startsWith("#"))
                .map(MonitoringTests::anchor)
                .collect(Collectors.toSet());

        Set<String> alerts = found(Pattern.compile("(?<=- alert: )\\w+"), "alerts.yml");
        assertThat(alerts).isNotEmpty().allSatisfy(alert -> assertThat(cases).contains("\"" + alert + "\""));
        assertThat(rules.split("- alert: ", -1)).hasSize(alerts.size() + 1);
        List<String> pages =
                ANCHOR.matcher(rules).results().map(found -> found.group(1)).toList();
        assertThat(pages).hasSize(alerts.size());
        assertThat(headings).containsAll(pages);
    }

    @Test
    void everyPanelOfTheDashboardAsksForSomething() throws IOException {
        JsonNode dashboard = new ObjectMapper()
                .readTree(FOLDER.resolve("grafana/holdfast.json").toFile());

        assertThat(dashboard.path("panels")).isNotEmpty().allSatisfy(panel -> {
            if (!panel.path("type").asText().equals("row")) {
                assertThat(panel.path("targets"))
                        .isNotEmpty()
                        .allSatisfy(target ->
                                assertThat(target.path("expr").asText()).contains("holdfast_"));
            }
        });
        assertThat(dashboard.path("panels").findValuesAsText("id")).doesNotHaveDuplicates();
    }

    /** As GitHub makes them of headings. */
    private static String anchor(String heading) {
        return heading.replaceFirst("#+ ", "")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9 _-]", "")
                .replace(' ', '-');
    }

    private static Set<String> found(Pattern pattern, String file) throws IOException {
        return pattern.matcher(Files.readString(FOLDER.resolve(file)))
                .results()
                .map(found -> found.group())
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
