package dev.holdfast.backup;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.holdfast.backup.CopiedJob.Result;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A job as a line of JSON, and back; values are base64, since they may be any bytes. */
final class JobLine {

    private static final Set<String> NAMES = Set.of(
            "id",
            "queue",
            "state",
            "position",
            "score",
            "expires_in_ms",
            "hash",
            "results",
            "results_expire_in_ms",
            "proof",
            "waits_for",
            "again");

    /** Jackson's own bound for a text is smaller than a job may be. */
    static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxStringLength(Integer.MAX_VALUE)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private JobLine() {}

    static byte[] of(CopiedJob job) {
        ByteArrayOutputStream line = new ByteArrayOutputStream(2048);
        try (JsonGenerator json = JSON.createGenerator(line)) {
            json.writeStartObject();
            json.writeStringField("id", job.id());
            json.writeStringField("queue", job.queue());
            json.writeStringField("state", job.place().word());
            json.writeNumberField("position", job.position());
            if (!job.score().isEmpty()) {
                json.writeStringField("score", job.score());
            }
            if (job.expires() >= 0) {
                json.writeNumberField("expires_in_ms", job.expires());
            }
            if (!job.proof().isEmpty()) {
                json.writeStringField("proof", job.proof());
            }
            if (!job.waitsFor().isEmpty()) {
                json.writeArrayFieldStart("waits_for");
                for (String id : job.waitsFor()) {
                    json.writeString(id);
                }
                json.writeEndArray();
            }
            if (job.again()) {
                json.writeBooleanField("again", true);
            }
            json.writeObjectFieldStart("hash");
            for (int i = 0; i < job.hash().size(); i += 2) {
                json.writeBinaryField(Latin.text(job.hash().get(i)), job.hash().get(i + 1));
            }
            json.writeEndObject();
            writeResults(json, job);
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
        return line.toByteArray();
    }

    private static void writeResults(JsonGenerator json, CopiedJob job) throws IOException {
        if (job.results().isEmpty()) {
            return;
        }
        if (job.resultsExpire() >= 0) {
            json.writeNumberField("results_expire_in_ms", job.resultsExpire());
        }
        json.writeArrayFieldStart("results");
        for (Result result : job.results()) {
            json.writeStartObject();
            json.writeStringField("id", result.id());
            json.writeArrayFieldStart("fields");
            for (byte[] part : result.fields()) {
                json.writeBinary(part);
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /** @throws IOException when it is not such a line */
    static CopiedJob read(JsonNode line) throws IOException {
        for (String name : (Iterable<String>) line::fieldNames) {
            require(NAMES.contains(name));
        }
        List<String> waitsFor = new ArrayList<>();
        for (JsonNode id : line.path("waits_for")) {
            waitsFor.add(text(id));
        }
        List<byte[]> hash = new ArrayList<>();
        for (var field : line.path("hash").properties()) {
            hash.add(Latin.bytes(latin(field.getKey())));
            hash.add(binary(field.getValue()));
        }
        require(!hash.isEmpty());
        List<Result> results = new ArrayList<>();
        for (JsonNode result : line.path("results")) {
            List<byte[]> fields = new ArrayList<>();
            for (JsonNode part : result.path("fields")) {
                fields.add(binary(part));
            }
            require(!fields.isEmpty() && fields.size() % 2 == 0);
            results.add(new Result(text(result.path("id")), List.copyOf(fields)));
        }
        return new CopiedJob(
                text(line.path("id")),
                text(line.path("queue")),
                Place.named(text(line.path("state"))).orElseThrow(() -> new IOException("an unknown state")),
                number(line, "position", 0),
                line.has("score") ? text(line.path("score")) : "",
                number(line, "expires_in_ms", -1),
                List.copyOf(hash),
                List.copyOf(results),
                number(line, "results_expire_in_ms", -1),
                line.has("proof") ? text(line.path("proof")) : "",
                List.copyOf(waitsFor),
                line.path("again").asBoolean(false));
    }

    private static long number(JsonNode line, String name, long otherwise) throws IOException {
        JsonNode number = line.path(name);
        require(number.isMissingNode() || number.canConvertToLong());
        return number.asLong(otherwise);
    }

    private static String text(JsonNode node) throws IOException {
        require(node.isTextual() && !node.textValue().isEmpty());
        return latin(node.textValue());
    }

    private static String latin(String text) throws IOException {
        require(text.chars().allMatch(character -> character < 256));
        return text;
    }

    private static byte[] binary(JsonNode node) throws IOException {
        require(node.isTextual());
        return node.binaryValue();
    }

    private static void require(boolean condition) throws IOException {
        if (!condition) {
            throw new IOException("not the form of a job");
        }
    }
}
