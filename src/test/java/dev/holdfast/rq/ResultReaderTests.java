package dev.holdfast.rq;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.job.JobId;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import net.razorvine.pickle.Pickler;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResultReaderTests {

    private static final ResultReader READER = new ResultReader(new ObjectMapper());

    @TestFactory
    Stream<DynamicTest> readsWhatTheWorkersOfEveryRqLeave() {
        return GoldenVectors.states()
                .filter(state -> state.name().equals("after_burst_worker"))
                .map(state -> DynamicTest.dynamicTest(state.toString(), () -> {
                    assertThat(value(state, "r-add")).isEqualTo(3);
                    assertThat(value(state, "r-none")).isNull();
                    assertThat(value(state, "r-meta")).isEqualTo(Map.of("start", 1, "progress", 50));
                    assertThat(value(state, "r-echo"))
                            .isEqualTo(Map.of(
                                    "args",
                                    Arrays.asList(
                                            1,
                                            2.5,
                                            null,
                                            true,
                                            List.of(1, List.of(2)),
                                            Map.of("k", "v"),
                                            "\u00e9\ud83d\ude00",
                                            new BigInteger("123456789012345678901234567890")),
                                    "kwargs",
                                    Map.of("key", "value")));
                    StoredResult failed = result(state, "r-fail");
                    assertThat(failed.type()).isEqualTo(StoredResult.Type.FAILED);
                    assertThat(failed.error()).contains("Traceback").contains("ValueError: boom \u2713");
                    assertThat(failed.createdAt()).isAfter(Instant.parse("2026-11-21T00:00:00Z"));
                }));
    }

    @TestFactory
    Stream<DynamicTest> aPickledSetIsNotReadable() {
        return GoldenVectors.states()
                .filter(state -> state.name().equals("after_burst_worker"))
                .filter(state -> state.serializer() == Serializer.PICKLE)
                .filter(state -> state.keys().containsKey("rq:results:r-set"))
                .map(state -> DynamicTest.dynamicTest(
                        state.toString(),
                        () -> assertThat(result(state, "r-set").readable()).isFalse()));
    }

    @Test
    void keepsATupleAsAList() throws IOException {
        Object tuple = new Object[] {1, new Object[] {"a", null}};

        assertThat(pickled(new Pickler(false).dumps(tuple)))
                .isEqualTo(success(true, List.of(1, Arrays.asList("a", null))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nonsense", "{\"a\": 1", "[1] 2", "NaN", "[Infinity]", "1e400", "\u0000"})
    void doesNotReadWhatIsNoJson(String json) {
        assertThat(read(json.getBytes(StandardCharsets.UTF_8), Serializer.JSON)).isEqualTo(success(false, null));
    }

    @ParameterizedTest
    @CsvSource({
        "empty, ''",
        "nonsense, 80056e6f6e73656e7365",
        "no end, 80054b03",
        "a class of its own, 80056374 61736b730a5468696e670a29812e",
        "an empty stack, 80052e",
        "keys that are no text, 80057d4b014b02732e",
        "bytes, 80054303616263942e",
        "infinity, 8005477ff00000000000002e",
        "a list that contains itself, 80055d94680061 2e",
        "less than it claims, 80055858000000612e"
    })
    void doesNotReadWhatIsNoPlainPickle(String what, String hex) {
        byte[] pickle = HexFormat.of().parseHex(hex.replace(" ", ""));

        assertThat(pickled(pickle)).as(what).isEqualTo(success(false, null));
    }

    @Test
    void doesNotUnfoldAPickleThatGrowsBeyondMeasure() {
        StringBuilder hex = new StringBuilder("80055d9430");
        for (int level = 0; level < 30; level++) {
            String previous = "68" + HexFormat.of().toHexDigits((byte) level);
            hex.append("5d94")
                    .append("28")
                    .append(previous.repeat(10))
                    .append("65")
                    .append("30");
        }
        hex.append("681e2e");

        assertThat(pickled(HexFormat.of().parseHex(hex))).isEqualTo(success(false, null));
    }

    @Test
    void doesNotReadMoreThanAMegabyte() {
        byte[] large = ("\"" + "x".repeat(1024 * 1024) + "\"").getBytes(StandardCharsets.UTF_8);

        assertThat(read(large, Serializer.JSON)).isEqualTo(success(false, null));
    }

    @ParameterizedTest
    @EnumSource(Serializer.class)
    void doesNotReadWhatIsNoBase64(Serializer serializer) {
        Map<String, byte[]> fields = Map.of("type", utf8("1"), "return_value", utf8("***"), "exc_string", utf8("***"));

        assertThat(READER.ofStream("x", fields, serializer)).isEqualTo(success(false, null));
    }

    @Test
    void knowsNothingOfAnEmptyEntry() {
        assertThat(READER.ofStream("", Map.of(), Serializer.JSON))
                .isEqualTo(new StoredResult(StoredResult.Type.UNKNOWN, true, null, null, null, null));
    }

    @ParameterizedTest
    @CsvSource({
        "1, SUCCESSFUL",
        "2, FAILED",
        "3, STOPPED",
        "4, RETRIED",
        "5, MAX_RETRIES_EXCEEDED",
        "6, UNKNOWN",
        "x, UNKNOWN"
    })
    void namesHowItEnded(String number, StoredResult.Type type) {
        assertThat(READER.ofStream("1-0", Map.of("type", utf8(number)), Serializer.JSON))
                .isEqualTo(new StoredResult(type, true, null, null, null, Instant.ofEpochMilli(1)));
    }

    @Test
    void cutsATracebackThatUnfoldsBeyondMeasure() {
        byte[] zipped = zlib(("x" + "\u00e9".repeat(5_000_000)).getBytes(StandardCharsets.UTF_8));
        Map<String, byte[]> fields = Map.of("exc_string", Base64.getEncoder().encode(zipped));

        assertThat(READER.ofStream("1-0", fields, Serializer.JSON).error())
                .isEqualTo("x" + "\u00e9".repeat(32 * 1024 - 1));
    }

    @Test
    void hasNoErrorTextWhenItCannotBeUnfolded() {
        byte[] broken = Arrays.copyOf(zlib(utf8("x".repeat(1000) + "boom")), 12);
        Map<String, byte[]> fields = Map.of("exc_string", Base64.getEncoder().encode(broken));

        assertThat(READER.ofStream("1-0", fields, Serializer.JSON).error()).isNull();
    }

    @Test
    void readsAResultInTheHash() {
        assertThat(READER.ofHash(Map.of("result", utf8("[1, 2]")), Serializer.JSON))
                .isEqualTo(new StoredResult(StoredResult.Type.SUCCESSFUL, true, List.of(1, 2), null, null, null));
    }

    @Test
    void readsAnErrorInTheHash() {
        Map<String, byte[]> hash = Map.of("exc_info", zlib(utf8("ValueError: boom")));

        assertThat(READER.ofHash(hash, Serializer.JSON))
                .isEqualTo(new StoredResult(StoredResult.Type.FAILED, true, null, "ValueError: boom", null, null));
    }

    @Test
    void takesAnErrorInTheHashAsItIsWhenItIsNotCompressed() {
        StoredResult result = READER.ofHash(Map.of("exc_info", utf8("ValueError: boom")), Serializer.JSON);

        assertThat(Objects.requireNonNull(result).error()).isEqualTo("ValueError: boom");
    }

    @Test
    void aRequeuedJobHasNoErrorInTheHash() {
        Map<String, byte[]> hash = new HashMap<>(Map.of("exc_info", zlib(new byte[0]), "result", new byte[0]));

        assertThat(READER.ofHash(hash, Serializer.JSON)).isNull();
        assertThat(READER.ofHash(Map.of(), Serializer.PICKLE)).isNull();
    }

    @Test
    void showsNothingOfTheResult() {
        assertThat(success(true, "secret")).hasToString("StoredResult{SUCCESSFUL}");
    }

    private static @Nullable Object value(GoldenVectors.Vector state, String id) {
        StoredResult result = result(state, id);
        assertThat(result.type()).isEqualTo(StoredResult.Type.SUCCESSFUL);
        assertThat(result.readable()).isTrue();
        return result.returnValue();
    }

    private static StoredResult result(GoldenVectors.Vector state, String id) {
        JsonNode entry = state.value(RqKeys.results(new JobId(id))).get(0);
        return READER.ofStream(entry.get("id").asText(), GoldenVectors.fields(entry.get("fields")), state.serializer());
    }

    private static StoredResult pickled(byte[] pickle) {
        return read(pickle, Serializer.PICKLE);
    }

    private static StoredResult read(byte[] value, Serializer serializer) {
        byte[] text = Base64.getEncoder().encode(value);
        return READER.ofStream("x", Map.of("type", utf8("1"), "return_value", text), serializer);
    }

    private static StoredResult success(boolean readable, @Nullable Object value) {
        return new StoredResult(StoredResult.Type.SUCCESSFUL, readable, value, null, null, null);
    }

    private static byte[] zlib(byte[] plain) {
        try (Zlib zlib = new Zlib(1)) {
            return zlib.deflate(plain);
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
