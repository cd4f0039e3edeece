package dev.holdfast.rq;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What real RQ versions left in Redis; {@code rq-vectors/README.md} explains the files. */
public final class GoldenVectors {

    public static final List<String> VERSIONS =
            List.of("1.13.0", "1.16.2", "2.0.0", "2.6.1", "2.8.0", "2.10.0", "master-3.0-dev");

    private GoldenVectors() {}

    /** The database after one or more calls to one RQ version. */
    public record Vector(String version, String name, Serializer serializer, Map<String, JsonNode> keys) {

        /** Names of the keys whose content is of this Redis type. */
        public List<String> keysOfType(String type) {
            return keys.keySet().stream()
                    .filter(key -> key(key).get("type").asText().equals(type))
                    .toList();
        }

        /** The content of a key, as {@code rq-vectors/README.md} describes it. */
        public JsonNode value(String key) {
            return key(key).get("value");
        }

        /** Seconds until the key is gone, -1 for never. */
        public long ttl(String key) {
            return key(key).get("ttl").asLong();
        }

        private JsonNode key(String name) {
            return Objects.requireNonNull(keys.get(name), name);
        }

        public Map<String, byte[]> hash(String key) {
            return fields(value(key));
        }

        @Override
        public String toString() {
            return version + " " + serializer.name().toLowerCase(Locale.ROOT) + " " + name;
        }
    }

    /** Every vector of every version. */
    public static Stream<Vector> all() {
        return VERSIONS.stream().flatMap(version -> read(version, "vectors"));
    }

    /** Every snapshot of a later stage, of every version. */
    public static Stream<Vector> states() {
        return VERSIONS.stream().flatMap(version -> read(version, "states"));
    }

    /** Field names and values of a hash or of an entry in a stream. */
    public static Map<String, byte[]> fields(JsonNode object) {
        Map<String, byte[]> fields = new TreeMap<>();
        object.properties().forEach(field -> fields.put(field.getKey(), bytes(field.getValue())));
        return fields;
    }

    private static byte[] bytes(JsonNode value) {
        return value.isTextual()
                ? value.asText().getBytes(StandardCharsets.UTF_8)
                : Base64.getDecoder().decode(value.get("b64").asText());
    }

    private static Stream<Vector> read(String version, String member) {
        try (InputStream in = GoldenVectors.class.getResourceAsStream("/rq-vectors/" + version + ".json")) {
            List<Vector> vectors = new ArrayList<>();
            for (JsonNode node : new ObjectMapper().readTree(in).get(member)) {
                Map<String, JsonNode> keys = new LinkedHashMap<>();
                node.get("keys").properties().forEach(key -> keys.put(key.getKey(), key.getValue()));
                String serializer = node.get("serializer").asText().toUpperCase(Locale.ROOT);
                vectors.add(new Vector(
                        version, node.get("name").asText(), Serializer.valueOf(serializer), Map.copyOf(keys)));
            }
            return vectors.stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
