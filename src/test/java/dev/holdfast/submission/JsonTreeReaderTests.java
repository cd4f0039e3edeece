package dev.holdfast.submission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.problem.Problem;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTreeReaderTests {

    private final JsonTreeReader reader = new JsonTreeReader();

    @Test
    void readsEveryKindOfValue() {
        Map<String, @Nullable Object> expected = new LinkedHashMap<>();
        expected.put("n", null);
        expected.put("b", List.of(true, false));
        expected.put("i", List.of(0L, -1L, Long.MAX_VALUE, Long.MIN_VALUE));
        expected.put("big", List.of(new BigInteger("9223372036854775808"), new BigInteger("-9223372036854775809")));
        expected.put("d", List.of(1.0, -0.0, 1e16, Double.MIN_VALUE));
        expected.put("s", List.of("", "ü", "\uD83D\uDE00", "\uD83D\uDE00", "a\nb"));
        expected.put("o", Map.of("", new ArrayList<>(Arrays.asList(null, Map.of()))));

        JsonTree tree = read("""
                {"n":null,"b":[true,false],"i":[0,-1,9223372036854775807,-9223372036854775808],
                 "big":[9223372036854775808,-9223372036854775809],"d":[1.0,-0.0,1e16,5e-324],
                 "s":["","ü","😀","\\ud83d\\ude00","a\\nb"],"o":{"":[null,{}]}}""");

        assertThat(tree.members()).isEqualTo(expected);
        assertThat(tree.faults()).isEmpty();
    }

    @Test
    void keepsTheOrderOfMembers() {
        assertThat(read("{\"b\":1,\"a\":2,\"c\":3}").members().keySet()).containsExactly("b", "a", "c");
    }

    @Test
    void leavesAMemberOutAndTheTreeAsItIs() {
        JsonTree tree = read("{\"a\":1,\"b\":1e400,\"c\":3}");

        assertThat(tree.without("b").members()).containsOnlyKeys("a", "c");
        assertThat(tree.without("b").faults()).isEqualTo(tree.faults()).hasSize(1);
        assertThat(tree.without("x").members()).isEqualTo(tree.members());
        assertThat(tree.members()).containsOnlyKeys("a", "b", "c");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
                    {                    | the JSON value is not complete, see line 1, column 2
                    {"task":             | the JSON value is not complete, see line 1, column 9
                    {"task": "a          | the JSON value is not complete, see line 1, column 12
                    {"task": tru}        | the body is not JSON, see line 1, column 10
                    {"task": secret}     | the body is not JSON, see line 1, column 10
                    {'task': 1}          | the body is not JSON, see line 1, column 2
                    {"a": 01}            | the body is not JSON, see line 1, column 8
                    {"a": .5}            | the body is not JSON, see line 1, column 7
                    {"a": 5.}            | the body is not JSON, see line 1, column 8
                    {"a": +5}            | the body is not JSON, see line 1, column 8
                    {"a": NaN}           | the body is not JSON, see line 1, column 10
                    {"a": Infinity}      | the body is not JSON, see line 1, column 15
                    {"a": "\\x"}         | the body is not JSON, see line 1, column 9
                    {"a": "\\u12"}       | the body is not JSON, see line 1, column 12
                    {"a": 1,}            | the body is not JSON, see line 1, column 9
                    {"a": [1 2]}         | the body is not JSON, see line 1, column 10
                    {"a": [1,]}          | the body is not JSON, see line 1, column 10
                    {"a" 1}              | the body is not JSON, see line 1, column 6
                    {"ü": !}             | the body is not JSON, see line 1, column 7
                    // comment           | the body is not JSON, see line 1, column 1
                    """)
    void refusesWhatIsNotJsonAndSaysWhere(String text, String detail) {
        assertRefused(text, "malformed_json", detail);
    }

    @ParameterizedTest
    @CsvSource({
        "7B0A 0A20, 'the JSON value is not complete, see line 3, column 2'",
        "7B0022003A00, 'the body is not JSON, see line 1, column 3'",
        "0000007B, 'the body is not JSON, see line 1, column 2'",
        "7B22610022 3A317D, 'the body is not JSON, see line 1, column 4'",
        "7B2261223A 220922 7D, 'the body is not JSON, see line 1, column 7'",
    })
    void refusesBytesThatAreNotJson(String hex, String detail) {
        assertThat(refusal(HexFormat.of().parseHex(hex.replace(" ", "")))).isEqualTo("malformed_json: " + detail);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\n\t"})
    void refusesAnEmptyBody(String text) {
        assertRefused(text, "malformed_json", "the body is empty");
    }

    @ParameterizedTest
    @CsvSource({
        "EFBBBF7B7D, 'the body starts with a byte order mark, see byte 1'",
        "FFFE7B007D00, 'the body is not UTF-8, see byte 1'",
        "7B80, 'the body is not UTF-8, see byte 2'",
        "7BC3, 'the body is not UTF-8, see byte 2'",
        "7BC328, 'the body is not UTF-8, see byte 2'",
        "7BC080, 'the body is not UTF-8, see byte 2'",
        "7BC1BF, 'the body is not UTF-8, see byte 2'",
        "7BE08080, 'the body is not UTF-8, see byte 2'",
        "7BE282, 'the body is not UTF-8, see byte 2'",
        "7BE28228, 'the body is not UTF-8, see byte 2'",
        "7BEDA080, 'the body is not UTF-8, see byte 2'",
        "7BEDBFBF, 'the body is not UTF-8, see byte 2'",
        "7BF0808080, 'the body is not UTF-8, see byte 2'",
        "7BF09F9828, 'the body is not UTF-8, see byte 2'",
        "7BF4908080, 'the body is not UTF-8, see byte 2'",
        "7BF5808080, 'the body is not UTF-8, see byte 2'",
        "7BFF, 'the body is not UTF-8, see byte 2'",
    })
    void refusesWhatIsNotUtf8(String hex, String detail) {
        assertThat(refusal(HexFormat.of().parseHex(hex))).isEqualTo("not_utf8: " + detail);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{} x", "{}{}", "{}]", "{} 1", "{}\u0000", "[] {}"})
    void refusesTextBehindTheValue(String text) {
        assertRefused(text, "trailing_text", "there is text behind the JSON value; send one value only");
    }

    @Test
    void takesWhiteSpaceAroundTheValue() {
        assertThat(read(" \r\n\t{} \r\n\t").members()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
                    {"a":1,"a":1}                    | /a
                    {"a":null,"a":null}              | /a
                    {"a":{"b":[0,{"c":1,"c":2}]}}    | /a/b/1/c
                    {"a/b~":{"":1,"":2}}             | /a~1b~0/
                    {"\\u0061":1,"a":2}              | /a
                    {"a":{},"a":[]}                  | /a
                    """)
    void refusesAMemberThatComesTwice(String text, String pointer) {
        Problem problem = refused(text.getBytes(StandardCharsets.UTF_8));

        assertThat(problem.type().code()).isEqualTo("duplicate_member");
        assertThat(problem.members()).containsEntry("pointer", pointer);
    }

    @Test
    void takesTwoHundredLevels() {
        assertThat(read(nested(200)).faults()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {201, 5_000, 100_000})
    void refusesMoreLevels(int levels) {
        assertRefused(nested(levels), "too_deep", "the value is nested deeper than 200 levels, limit is 200");
    }

    @ParameterizedTest
    @CsvSource({
        "[], an array",
        "'[{}]', an array",
        "'\"x\"', a string",
        "7, a number",
        "1.5, a number",
        "true, a boolean",
        "null, null"
    })
    void refusesAnythingButAnObject(String text, String kind) {
        Problem problem = refused(text.getBytes(StandardCharsets.UTF_8));

        assertThat(problem.members().get("violations"))
                .isEqualTo(List.of(new Violation("", ViolationCode.WRONG_TYPE, "is " + kind + ", must be an object")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
                    {"a":1e400}                      | /a NOT_FINITE
                    {"a":[0,-1e400,{"b":2e308}]}     | /a/1 NOT_FINITE, /a/2/b NOT_FINITE
                    {"a":"\\ud83d"}                  | /a LONE_SURROGATE
                    {"a":"\\ude00\\ud83d"}           | /a LONE_SURROGATE
                    {"a":["x\\ud83dx","\\ud83d\\ud83d\\ude00"]} | /a/0 LONE_SURROGATE, /a/1 LONE_SURROGATE
                    {"a":{"b\\udc00":1}}             | /a/b\uDC00 LONE_SURROGATE
                    """)
    void notesWhatNoWorkerCanRead(String text, String faults) {
        assertThat(read(text).faults().stream()
                        .map(fault -> fault.pointer() + " " + fault.code().name())
                        .collect(Collectors.joining(", ")))
                .isEqualTo(faults);
    }

    @ParameterizedTest
    @CsvSource({"1000, ''", "1001, 'has 1001 digits, limit is 1000'", "60000, 'has 60000 digits, limit is 1000'"})
    void limitsTheDigitsOfAnInteger(int digits, String detail) {
        for (String sign : List.of("", "-")) {
            assertThat(read("{\"a\":" + sign + "9".repeat(digits) + "}").faults().stream()
                            .map(Violation::detail)
                            .collect(Collectors.joining()))
                    .isEqualTo(detail);
        }
    }

    @Test
    void readsALongFraction() {
        assertThat(read("{\"a\":0." + "3".repeat(5000) + "}").members()).containsEntry("a", 1 / 3.0);
    }

    @Test
    void readsLongNamesAndManyOfThem() {
        String many =
                IntStream.range(0, 20_000).mapToObj(i -> "\"n" + i + "\":1").collect(Collectors.joining(","));

        assertThat(read("{\"" + "x".repeat(70_000) + "\":0," + many + "}").members())
                .hasSize(20_001);
    }

    private JsonTree read(String text) {
        return reader.read(text.getBytes(StandardCharsets.UTF_8));
    }

    private void assertRefused(String text, String code, String detail) {
        assertThat(refusal(text.getBytes(StandardCharsets.UTF_8))).isEqualTo(code + ": " + detail);
    }

    private String refusal(byte[] body) {
        Problem problem = refused(body);
        return problem.type().code() + ": " + problem.detail();
    }

    private Problem refused(byte[] body) {
        return catchThrowableOfType(RequestRefused.class, () -> reader.read(body))
                .problem();
    }

    private static String nested(int levels) {
        return "{\"a\":" + "[".repeat(levels - 1) + "]".repeat(levels - 1) + "}";
    }
}
