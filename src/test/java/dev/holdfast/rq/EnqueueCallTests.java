package dev.holdfast.rq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnqueueCallTests {

    @ParameterizedTest
    @MethodSource("refusedCalls")
    void refusesWhatRqGivesNoMeaning(UnaryOperator<CallSketch> flaw, String message) {
        CallSketch sketch = flaw.apply(CallSketch.of("a", "tasks.add"));

        assertThatThrownBy(sketch::call)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    static Stream<Arguments> refusedCalls() {
        return Stream.of(
                refused(sketch -> sketch.timeout(0), "timeout must be at least 1, or -1"),
                refused(sketch -> sketch.timeout(-2), "timeout must be at least 1, or -1"),
                refused(sketch -> sketch.ttl(0), "ttl must be at least 1"),
                refused(sketch -> sketch.ttl(-1), "ttl must be at least 1"),
                refused(sketch -> sketch.resultTtl(-2), "result_ttl must be at least -1"),
                refused(sketch -> sketch.failureTtl(-2), "failure_ttl must be at least -1"),
                refused(
                        sketch -> sketch.description("\ud83d"),
                        "description must not contain half of a surrogate pair"),
                refused(sketch -> sketch.args(Double.NaN), "args must be a finite number"),
                refused(sketch -> sketch.meta(Map.of("\ude00", 1)), "meta must not contain half of a surrogate pair"),
                refused(
                        sketch -> sketch.kwarg("k", new BigDecimal("1.0")),
                        "kwargs must be plain data, not a BigDecimal"));
    }

    private static Arguments refused(UnaryOperator<CallSketch> flaw, String message) {
        return Arguments.of(flaw, message);
    }

    @ParameterizedTest
    @MethodSource("notPlain")
    void objectsToWhatIsNoPlainTree(Object value, String objection) {
        assertThat(PlainTree.objection(value)).isEqualTo(objection);
        assertThat(PlainTree.objection(List.of(Map.of("k", value)))).isEqualTo(objection);
    }

    static Stream<Arguments> notPlain() {
        Map<@Nullable String, Object> nullKey = new HashMap<>();
        nullKey.put(null, 1);
        return Stream.of(
                Arguments.of(Double.NaN, "must be a finite number"),
                Arguments.of(Double.NEGATIVE_INFINITY, "must be a finite number"),
                Arguments.of(1.5f, "must be plain data, not a Float"),
                Arguments.of(new BigDecimal("1"), "must be plain data, not a BigDecimal"),
                Arguments.of(new HashSet<>(Set.of(1)), "must be plain data, not a HashSet"),
                Arguments.of(new Object[] {1}, "must be plain data, not a Object[]"),
                Arguments.of('c', "must be plain data, not a Character"),
                Arguments.of(BigInteger.TEN.pow(4300), "must not have more than 4,300 digits"),
                Arguments.of(Map.of(1, 2), "must have text as keys"),
                Arguments.of(nullKey, "must have text as keys"),
                Arguments.of("a\ud83d", "must not contain half of a surrogate pair"),
                Arguments.of("\ud83dx", "must not contain half of a surrogate pair"),
                Arguments.of("\ude00\ud83d", "must not contain half of a surrogate pair"),
                Arguments.of("\ud83d\ud83d\ude00", "must not contain half of a surrogate pair"),
                Arguments.of(nested(PlainTree.DEEPEST + 1), "must not be nested deeper than 200 levels"));
    }

    @Test
    void acceptsPlainTreesUpToTheLimits() {
        List<@Nullable Object> tree = Arrays.asList(
                null,
                true,
                1,
                1L,
                BigInteger.TEN.pow(4299),
                -0.0,
                Double.MIN_VALUE,
                "",
                "\0\ud83d\ude00\uffff",
                List.of(),
                Map.of("", Map.of()),
                nested(PlainTree.DEEPEST - 1));

        assertThat(PlainTree.objection(tree)).isNull();
    }

    @Test
    void keepsWhatItWasGivenWhateverBecomesOfIt() {
        Map<String, @Nullable Object> meta = new HashMap<>(Map.of("k", 1));
        EnqueueCall call = CallSketch.of("a", "tasks.add").meta(meta).call();

        meta.put("k", Double.NaN);

        assertThat(call.meta()).isEqualTo(Map.of("k", 1));
    }

    @Test
    void showsNothingOfWhatItCarries() {
        assertThat(CallSketch.of("a", "tasks.add").args("secret").call()).hasToString("EnqueueCall{a on default}");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1})
    void refusesToRetryLessThanOnce(int max) {
        assertThatThrownBy(() -> new Retry(max, List.of())).hasMessage("retry.max is " + max + ", must be at least 1");
    }

    @Test
    void refusesANegativeInterval() {
        assertThatThrownBy(() -> new Retry(1, List.of(1, -1))).hasMessage("a retry interval is -1, must be at least 0");
    }

    @Test
    void retriesAtOnceWhenNoIntervalIsGiven() {
        assertThat(new Retry(2, List.of()).intervals()).containsExactly(0);
    }

    private static List<Object> nested(int levels) {
        List<Object> tree = new ArrayList<>();
        for (int level = 1; level < levels; level++) {
            tree = new ArrayList<>(List.of(tree));
        }
        return tree;
    }
}
