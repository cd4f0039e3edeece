package dev.holdfast.submission;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.testing.OpenApiDocument;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What {@code docs/openapi.yaml} says of submissions is what the front desk reads. */
class OpenApiExamplesTests {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final OpenApiDocument document = new OpenApiDocument();

    @Test
    void everyExampleOfASubmissionIsRead() {
        JsonNode examples =
                document.operation("post", "/enqueue").at("/requestBody/content/application~1json/examples");

        assertThat(examples)
                .hasSizeGreaterThan(5)
                .allSatisfy(example ->
                        assertThat(violations(example.get("value").toString())).isEmpty());
    }

    @Test
    void everyExampleOfABatchIsRead() {
        JsonNode batches =
                document.operation("post", "/enqueue/batch").at("/requestBody/content/application~1json/examples");

        assertThat(batches)
                .isNotEmpty()
                .allSatisfy(batch -> assertThat(batch.get("value"))
                        .allSatisfy(submission ->
                                assertThat(violations(submission.toString())).isEmpty()));
    }

    @Test
    void everyMemberOfASubmissionIsKnown() {
        assertThat(document.root()
                        .at("/components/schemas/Submission/properties")
                        .fieldNames())
                .toIterable()
                .hasSizeGreaterThan(20)
                .allSatisfy(member -> assertThat(violations(
                                "{\"task\":\"a.b\",\"" + member + "\":" + (member.equals("task") ? "7" : "null") + "}"))
                        .noneSatisfy(violation -> assertThat(violation).containsEntry("code", "unknown_member")));
    }

    @Test
    void everyMemberThatTheDeskKnowsIsInTheDocument() {
        String known =
                violations("{\"task\":\"a.b\",\"nobody_knows\":1}").get(0).get("detail");

        assertThat(document.root()
                        .at("/components/schemas/Submission/properties")
                        .fieldNames())
                .toIterable()
                .containsAll(List.of(known.substring(known.indexOf("are ") + 4).split(", | and ")));
    }

    @Test
    void anItemOfABatchHasTheMembersOfASubmissionAndAKey() {
        List<String> members = names(document.root().at("/components/schemas/Submission/properties"));
        members.add("idempotency_key");

        assertThat(names(document.root().at("/components/schemas/BatchItem/properties")))
                .isEqualTo(members);
    }

    private static List<String> names(JsonNode members) {
        List<String> names = new ArrayList<>();
        members.fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** What the desk has against this submission, as it tells clients. */
    private static List<Map<String, String>> violations(String json) {
        try {
            SubmissionReader.read(new JsonTreeReader().read(json.getBytes(StandardCharsets.UTF_8)));
            return List.of();
        } catch (RequestRefused refused) {
            List<Map<String, String>> told = new ArrayList<>();
            JSON.<JsonNode>valueToTree(refused.problem().members())
                    .path("violations")
                    .forEach(violation -> told.add(Map.of(
                            "code", violation.get("code").asText(),
                            "detail", violation.get("detail").asText())));
            return told;
        }
    }
}
