package dev.holdfast.rq;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.InflaterInputStream;
import net.razorvine.pickle.Unpickler;
import org.jspecify.annotations.Nullable;

/** Serialized bytes as values that can be compared: every whole number a BigInteger, every tuple a {@link Tuple}. */
final class Decoded {

    /** A Python tuple, which is not equal to a list. */
    record Tuple(List<@Nullable Object> elements) {}

    /** Reads whatever Python reads. */
    private static final ObjectReader JSON = new ObjectMapper(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNumberLength(4300)
                            .build())
                    .build())
            .readerFor(Object.class)
            .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private Decoded() {}

    static byte[] inflate(byte[] zipped) {
        try (InflaterInputStream in = new InflaterInputStream(new ByteArrayInputStream(zipped))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String text(@Nullable Map<String, byte[]> hash, String field) {
        byte[] value = Objects.requireNonNull(hash).get(field);
        return new String(Objects.requireNonNull(value, field), StandardCharsets.UTF_8);
    }

    static @Nullable Object read(byte[] bytes, Serializer serializer) {
        return switch (serializer) {
            case JSON -> json(bytes);
            case PICKLE -> pickle(bytes);
        };
    }

    static @Nullable Object json(byte[] bytes) {
        try {
            return comparable(JSON.readValue(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static @Nullable Object pickle(byte[] bytes) {
        try {
            return comparable(new Unpickler().loads(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static @Nullable Object comparable(@Nullable Object value) {
        if (value instanceof Integer || value instanceof Long) {
            return BigInteger.valueOf(((Number) value).longValue());
        } else if (value instanceof Object[] tuple) {
            return new Tuple(comparableList(Arrays.asList(tuple)));
        } else if (value instanceof List<?> list) {
            return comparableList(list);
        } else if (value instanceof Map<?, ?> map) {
            Map<@Nullable Object, @Nullable Object> copy = new LinkedHashMap<>();
            map.forEach((key, element) -> copy.put(key, comparable(element)));
            return copy;
        }
        return value;
    }

    private static List<@Nullable Object> comparableList(List<?> list) {
        List<@Nullable Object> copy = new ArrayList<>();
        list.forEach(element -> copy.add(comparable(element)));
        return copy;
    }

    /** The fields of a job's hash by name. */
    static Map<String, byte[]> fields(List<byte[]> hash) {
        Map<String, byte[]> fields = new LinkedHashMap<>();
        for (int i = 0; i < hash.size(); i += 2) {
            fields.put(new String(hash.get(i), StandardCharsets.UTF_8), hash.get(i + 1));
        }
        return fields;
    }
}
