package dev.holdfast.rq;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Those golden calls that are about what is passed to the function; the others are in {@link GoldenCalls}. */
final class GoldenArguments {

    private GoldenArguments() {}

    static void putInto(Map<String, List<CallSketch>> calls) {
        putArguments(calls);
        putNumbers(calls);
        putText(calls);
    }

    private static void putArguments(Map<String, List<CallSketch>> calls) {
        calls.put("kwargs", List.of(echo("v-kwargs").kwarg("b", 2).kwarg("a", "x")));
        calls.put(
                "explicit_args_kwargs",
                List.of(echo("v-explicit").args(1, "two").kwarg("three", 3).kwarg("timeout", 9)));
        calls.put("explicit_args_list", List.of(echo("v-explicit-list").args(1, 2)));
        calls.put(
                "nested",
                List.of(echo("v-nested")
                        .args(
                                map("a", list(1, 2, map("b", null)), "c", map("d", list(true, false))),
                                list(list(), map(), list(list())))));
        calls.put(
                "null_bool",
                List.of(echo("v-nullbool")
                        .args(null, true, false)
                        .kwarg("x", null)
                        .kwarg("y", true)));
        calls.put("repeated_strings", List.of(echo("v-repeated").args("same", "same", map("same", "same"))));
        calls.put("shared_object", List.of(echo("v-shared").args(list("s"), list("s"))));
        calls.put(
                "large_payload",
                List.of(echo("v-large")
                        .args("x".repeat(300), IntStream.range(0, 300).boxed().toList())));
        calls.put(
                "description_truncation",
                List.of(echo("v-desc-trunc").args("y".repeat(100)).kwarg("k", "z".repeat(100))));
    }

    private static void putNumbers(Map<String, List<CallSketch>> calls) {
        BigInteger large = new BigInteger("123456789012345678901234567890");
        calls.put(
                "numbers_int",
                List.of(echo("v-ints")
                        .args(
                                0,
                                -1,
                                255,
                                256,
                                65535,
                                65536,
                                2147483647,
                                -2147483648,
                                2147483648L,
                                9007199254740993L,
                                Long.MAX_VALUE,
                                -Long.MAX_VALUE - 1,
                                BigInteger.TWO.pow(63),
                                large,
                                large.negate())));
        calls.put(
                "numbers_float",
                List.of(echo("v-floats")
                        .args(
                                0.0,
                                -0.0,
                                1.0,
                                0.1,
                                1.5,
                                3.141592653589793,
                                1e16,
                                1e22,
                                123456789.0,
                                1e-7,
                                Double.MIN_VALUE,
                                Double.MAX_VALUE)));
    }

    private static void putText(Map<String, List<CallSketch>> calls) {
        calls.put(
                "unicode",
                List.of(echo("v-unicode")
                        .args("h\u00e9llo w\u00f6rld", "\u65e5\u672c\u8a9e", "\ud83d\ude00")
                        .kwarg("key", "\u03b1\u03b2\u03b3")));
        calls.put("unicode_kwarg_name", List.of(echo("v-unicode-kw").kwarg("cl\u00e9", 1)));
        calls.put(
                "string_escapes",
                List.of(echo("v-escapes")
                        .args(
                                "quote' and \"dq\"",
                                "only ' single",
                                "only \" double",
                                "back\\slash",
                                "nl\ntab\tcr\r",
                                "nul\0bell\u0007del\u007f",
                                "nbsp\u00a0zwsp\u200b",
                                "</script>")));
    }

    private static CallSketch echo(String id) {
        return CallSketch.of(id, "tasks.echo");
    }

    static Map<String, @Nullable Object> map(@Nullable Object... keysAndValues) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put(String.valueOf(keysAndValues[i]), keysAndValues[i + 1]);
        }
        return map;
    }

    static List<@Nullable Object> list(@Nullable Object... values) {
        return Arrays.asList(values);
    }
}
