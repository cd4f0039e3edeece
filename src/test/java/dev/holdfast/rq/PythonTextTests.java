package dev.holdfast.rq;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Our texts against those of CPython, which {@code python/make.py} had it write down. */
class PythonTextTests {

    private static final ObjectMapper MAPPER =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_INTEGER_FOR_INTS);

    @Test
    void writesDoublesAsPythonDoes() {
        List<String> python = lines("floats.txt").toList();

        List<String> ours = python.stream()
                .map(line -> line.substring(0, 16))
                .map(bits -> bits + " " + PythonFloat.repr(Double.longBitsToDouble(Long.parseUnsignedLong(bits, 16))))
                .toList();

        assertThat(python).hasSizeGreaterThan(4000);
        assertThat(ours).isEqualTo(python);
    }

    @ParameterizedTest
    @CsvSource({
        "2.0E-3, 0.002",
        "4.9E-324, 5e-324",
        "2E-323, 2e-323",
        "2.2250738585072014E-308, 2.2250738585072014e-308",
        "1.0E23, 1e+23",
        "9.999999999999999E22, 1e+23",
        "2.0E23, 2e+23",
        "5.6843418860808015E-14, 5.684341886080802e-14",
        "1e15, 1000000000000000.0",
        "9999999999999998, 9999999999999998.0",
        "1e16, 1e+16",
        "0.0001, 0.0001",
        "0.00001, 1e-05",
        "-0.0, -0.0",
        "-1.5, -1.5",
        "1e100, 1e+100",
    })
    void writesTheShortestTextThatReadsBack(double value, String expected) {
        assertThat(PythonFloat.repr(value)).isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("texts")
    void writesTextInJsonAsPythonDoes(JsonNode line) {
        assertThat(PythonJson.text(line.get("text").asText()))
                .isEqualTo(line.get("json").asText());
    }

    @ParameterizedTest
    @MethodSource("texts")
    void showsTextAsPythonDoes(JsonNode line) {
        String shown = PythonRepr.call("f", List.of(line.get("text").asText()), Map.of());

        assertThat(shown).isEqualTo("f(" + line.get("repr").asText() + ")");
    }

    @ParameterizedTest
    @MethodSource("calls")
    void describesCallsAsRqDoes(JsonNode line) {
        assertThat(PythonRepr.call("tasks.echo", args(line), kwargs(line)))
                .isEqualTo(line.get("call").asText());
    }

    @ParameterizedTest
    @MethodSource("calls")
    void writesCallsInJsonAsPythonDoes(JsonNode line) {
        assertThat(PythonJson.text(Arrays.asList("tasks.echo", null, args(line), kwargs(line))))
                .isEqualTo(line.get("json").asText());
    }

    @Test
    void looksOnlyAtTheBeginningOfLargeArguments() {
        List<?> huge = Stream.generate(() -> "x".repeat(1000)).limit(1000).toList();

        assertThat(PythonRepr.call("f", List.of(huge), Map.of())).isEqualTo("f(['" + "x".repeat(73) + "...)");
    }

    static Stream<JsonNode> texts() {
        return lines("texts.jsonl").map(PythonTextTests::json);
    }

    static Stream<JsonNode> calls() {
        return lines("calls.jsonl").map(PythonTextTests::json);
    }

    private static List<?> args(JsonNode line) {
        return MAPPER.convertValue(line.get("args"), List.class);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, ?> kwargs(JsonNode line) {
        return MAPPER.convertValue(line.get("kwargs"), Map.class);
    }

    private static Stream<String> lines(String name) {
        try (InputStream in = PythonTextTests.class.getResourceAsStream("/python/" + name)) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8).lines();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode json(String line) {
        try {
            return MAPPER.readTree(line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
