package dev.holdfast.submission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.problem.Problem;
import dev.holdfast.problem.ProblemType;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonElementsTests {

    private static final Problem TOO_MANY = Problem.of(ProblemType.PAYLOAD_TOO_LARGE, "too many");

    private final JsonTreeReader reader = new JsonTreeReader();

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
                    []                                | ^^
                    [{}]                              | {}
                    [ {"a":[1,{}]} ,\t[[]] ]         | {"a":[1,{}]} and [[]]
                    [{"ü":"😀"},{"\\ud83d":1e400}]    | {"ü":"😀"} and {"\\ud83d":1e400}
                    ["😀", "ü", "a", -1.50, null]     | "😀" and "ü" and "a" and -1.50 and null
                    [{"a":1,"a":1}]                   | {"a":1,"a":1}
                    """)
    void areTheBytesThatWereSent(String array, String elements) {
        assertThat(String.join(" and ", elements(array, 10))).isEqualTo(elements);
    }

    @Test
    void mayBeAsManyAsTheLimit() {
        assertThat(elements("[1,2,3]", 3)).containsExactly("1", "2", "3");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
                    [1,2,3]           | too many
                    [1,2,3            | too many
                    [1,2,{no          | too many
                    [1,{no},3]        | the body is not JSON, see line 1, column 5
                    [1,2              | the JSON value is not complete, see line 1, column 5
                    [1,2] 3           | there is text behind the JSON value; send one value only
                    {"a":[1,2]}       | the submission breaks 1 rule
                    """)
    void areRefusedWhereTheArrayGoesWrongFirst(String array, String detail) {
        assertThat(refusal(array.getBytes(StandardCharsets.UTF_8))).isEqualTo(detail);
    }

    @Test
    void areRefusedWhereTheyAreNotUtf8() {
        assertThat(refusal(new byte[] {'[', '"', (byte) 0xFF, '"', ']'}))
                .isEqualTo("the body is not UTF-8, see byte 3");
    }

    @Test
    void areCopiesSoThatNobodyChangesTheArray() {
        List<byte[]> elements = reader.elements("[12]".getBytes(StandardCharsets.UTF_8), 1, this::tooMany);

        Arrays.fill(elements.get(0), (byte) 'x');

        assertThat(elements.get(0)).asString(StandardCharsets.UTF_8).isEqualTo("12");
    }

    private List<String> elements(String array, int most) {
        return reader.elements(array.getBytes(StandardCharsets.UTF_8), most, this::tooMany).stream()
                .map(element -> new String(element, StandardCharsets.UTF_8))
                .toList();
    }

    private String refusal(byte[] array) {
        return catchThrowableOfType(RequestRefused.class, () -> reader.elements(array, 2, this::tooMany))
                .problem()
                .detail();
    }

    private RequestRefused tooMany() {
        return new RequestRefused(TOO_MANY);
    }
}
