package dev.holdfast;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.problem.ProblemType;
import dev.holdfast.testing.OpenApiDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the document says of itself, and of the refusals; {@link SpoolHouseTests} compares its routes with the service's. */
class OpenApiTests {

    /** Spring Boot's and Resilience4j's own, for which the document says nothing that their manuals do not. */
    private static final Set<String> OTHERS = Set.of(
            "GET /actuator",
            "GET /actuator/info",
            "GET /actuator/metrics",
            "GET /actuator/metrics/{requiredMetricName}",
            "GET /actuator/retries",
            "GET /actuator/retryevents",
            "GET /actuator/retryevents/{name}",
            "GET /actuator/retryevents/{name}/{eventType}",
            "GET /actuator/sbom",
            "GET /actuator/sbom/{id}");

    /** All parts of health are one route. */
    private static final Set<String> PARTS_OF_HEALTH = Set.of(
            "GET /actuator/health/{component}", "GET /actuator/health/liveness", "GET /actuator/health/readiness");

    /** No route leads to it, since none answers so to a method that it has. */
    private static final String METHOD_NOT_ALLOWED = "#/components/responses/MethodNotAllowed";

    private final OpenApiDocument document = new OpenApiDocument();

    /** The routes that the service has if the document is true. */
    static Set<String> registered() {
        Set<String> routes = new TreeSet<>(new OpenApiDocument().routes());
        assertThat(routes).containsAll(PARTS_OF_HEALTH);
        routes.removeAll(PARTS_OF_HEALTH);
        routes.add("GET /actuator/health/**");
        routes.addAll(OTHERS);
        return routes;
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        List<String> references = document.root().findValuesAsText("$ref");

        assertThat(references)
                .isNotEmpty()
                .allSatisfy(reference -> assertThat(document.at(reference).isMissingNode())
                        .as(reference)
                        .isFalse());
    }

    @Test
    void everyPartIsReferredTo() {
        Set<String> references = new TreeSet<>(document.root().findValuesAsText("$ref"));
        references.add(METHOD_NOT_ALLOWED);

        for (String kind : List.of("parameters", "headers", "responses", "schemas")) {
            document.root()
                    .get("components")
                    .get(kind)
                    .fieldNames()
                    .forEachRemaining(name -> assertThat(references)
                            .as("what the document says, and leads nobody to")
                            .contains("#/components/" + kind + "/" + name));
        }
    }

    @Test
    void everyRouteHasANameOfItsOwnAndSaysWhatItDoes() {
        List<JsonNode> operations = document.root().get("paths").findParents("operationId");

        assertThat(operations).hasSameSizeAs(document.routes());
        assertThat(operations)
                .extracting(operation -> operation.get("operationId").asText())
                .doesNotHaveDuplicates();
        assertThat(operations).allSatisfy(operation -> {
            assertThat(operation.path("summary").asText()).isNotBlank();
            assertThat(operation.path("tags")).hasSize(1);
        });
    }

    @Test
    void everyCodeOfAProblemStandsUnderItsStatusAndNoOther() {
        Map<String, List<String>> told = new TreeMap<>();
        document.root().at("/components/schemas").properties().forEach(schema -> {
            if (schema.getKey().matches("Problem[0-9]+")) {
                JsonNode members = schema.getValue().get("allOf").get(1).get("properties");
                assertThat(schema.getKey())
                        .isEqualTo("Problem" + members.at("/status/const").asText());
                List<String> codes = new ArrayList<>();
                members.at("/code/enum").forEach(code -> codes.add(code.asText()));
                told.put(members.at("/status/const").asText(), codes);
            }
        });

        assertThat(told)
                .isEqualTo(Arrays.stream(ProblemType.values())
                        .collect(Collectors.groupingBy(
                                type -> Integer.toString(type.status().value()),
                                TreeMap::new,
                                Collectors.mapping(ProblemType::code, Collectors.toList()))));
    }

    @Test
    void carriesTheVersionOfTheService() throws IOException {
        assertThat(Files.readString(Path.of("pom.xml")))
                .contains("<artifactId>holdfast</artifactId>\n    <version>"
                        + document.root().at("/info/version").asText() + "</version>");
    }
}
