package dev.holdfast.rq;

import dev.holdfast.job.Fingerprint;
import dev.holdfast.job.Job;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The calls of the golden vectors as they are made of Holdfast, written by hand beside the vectors' Python. */
public final class GoldenCalls {

    /** Vectors of what Holdfast does not offer. */
    public static final Set<String> LATER = Set.of(
            "numbers_nonfinite",
            "enqueue_in",
            "enqueue_at",
            "enqueue_at_front",
            "enqueue_at_ttl",
            "enqueue_at_offset",
            "depends_on_one",
            "depends_on_id_string",
            "depends_on_two",
            "depends_on_ttl",
            "depends_on_allow_failure_front",
            "depends_on_finished",
            "depends_on_missing",
            "depends_on_other_queue",
            "callback_functions",
            "callback_objects",
            "callback_success_only",
            "everything",
            "enqueue_many_dependency",
            "group",
            "repeat",
            "retry_at_front",
            "unique",
            "unique_at_front",
            "webhooks",
            "caller_pipeline",
            "rate_limit",
            "rate_limit_held");

    public static final Fingerprint FINGERPRINT = new Fingerprint("0123456789abcdef0123456789abcdef");

    /** When every golden call is submitted. */
    public static final Instant AT = Instant.parse("2026-11-21T20:41:03.631820999Z");

    private static final String GENERATED = "generated";

    private static final Map<String, List<CallSketch>> CALLS = calls();

    private GoldenCalls() {}

    /** Whether there is a call for the vectors of this name. */
    public static boolean covers(String vectorName) {
        return CALLS.containsKey(vectorName);
    }

    /**
     * The calls of a vector, in their order.
     *
     * <p>Of {@code same_id_twice} RQ enqueues both, and Holdfast would take only the first.
     */
    public static List<EnqueueCall> of(GoldenVectors.Vector vector) {
        return CALLS.getOrDefault(vector.name(), List.of()).stream()
                .map(CallSketch::call)
                .map(call -> call.jobId().value().equals(GENERATED) ? withIdOf(vector) : call)
                .toList();
    }

    /** The jobs of a vector, in their order. */
    public static List<Job> jobs(GoldenVectors.Vector vector) {
        try (JobEncoder encoder = new JobEncoder(settings(vector))) {
            return of(vector).stream()
                    .map(call -> encoder.encode(call, FINGERPRINT, Duration.ofMinutes(15), AT))
                    .toList();
        }
    }

    /** The settings under which the calls of a vector are made. */
    public static RqSettings settings(GoldenVectors.Vector vector) {
        int timeout = vector.name().equals("queue_default_timeout") ? 900 : 180;
        return settings(vector.serializer(), Duration.ofSeconds(timeout));
    }

    public static RqSettings settings(Serializer serializer, Duration timeout) {
        String name = serializer == Serializer.JSON ? "json" : "pickle";
        return new RqSettings("default", name, timeout, Map.of());
    }

    private static EnqueueCall withIdOf(GoldenVectors.Vector vector) {
        String key = vector.keysOfType("hash").get(0);
        return add(key.substring("rq:job:".length())).call();
    }

    private static CallSketch add(String id) {
        return CallSketch.of(id, "tasks.add").args(1, 2);
    }

    private static CallSketch echo(String id) {
        return CallSketch.of(id, "tasks.echo");
    }

    private static Map<String, @Nullable Object> map(@Nullable Object... keysAndValues) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put(String.valueOf(keysAndValues[i]), keysAndValues[i + 1]);
        }
        return map;
    }

    private static List<@Nullable Object> list(@Nullable Object... values) {
        return new ArrayList<>(Arrays.asList(values));
    }

    private static Map<String, List<CallSketch>> calls() {
        Map<String, List<CallSketch>> calls = new LinkedHashMap<>();
        calls.put("positional", List.of(add("v-positional")));
        calls.put("generated_id", List.of(add(GENERATED)));
        calls.put("callable_reference", List.of(add("v-callable")));
        calls.put(
                "static_method_path",
                List.of(CallSketch.of("v-static", "tasks.Calc.double").args(21)));
        calls.put(
                "enqueue_call",
                List.of(echo("v-enqueue-call").args(1).kwarg("k", "v").timeout(30)));
        calls.put("empty_args", List.of(CallSketch.of("v-empty", "tasks.nothing")));
        putArguments(calls);
        putNumbersAndText(calls);
        putOptions(calls);
        calls.put("queue_name_high", List.of(add("v-queue-high").on("high")));
        calls.put("queue_default_timeout", List.of(add("v-queue-timeout")));
        calls.put(
                "two_jobs_fifo",
                List.of(add("v-first").args(1, 1), add("v-second").args(2, 2)));
        calls.put(
                "at_front",
                List.of(
                        add("v-front-existing").args(1, 1),
                        add("v-front").args(2, 2).atFront()));
        calls.put("same_id_twice", List.of(add("v-dup").args(1, 1), add("v-dup").args(2, 2)));
        calls.put(
                "enqueue_many",
                List.of(
                        add("v-many-1"),
                        echo("v-many-2").kwarg("k", "v").timeout(30).ttl(600).atFront()));
        return calls;
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

    private static void putNumbersAndText(Map<String, List<CallSketch>> calls) {
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

    private static void putOptions(Map<String, List<CallSketch>> calls) {
        calls.put("description", List.of(add("v-description").description("Add one and two \u2713")));
        calls.put("description_empty", List.of(add("v-description-empty").description("")));
        calls.put("timeout_int", List.of(add("v-timeout").timeout(45)));
        calls.put("timeout_string", List.of(add("v-timeout-str").timeout(3600)));
        calls.put("timeout_infinite", List.of(add("v-timeout-inf").timeout(-1)));
        calls.put("ttl", List.of(add("v-ttl").ttl(3600)));
        calls.put("result_ttl_zero", List.of(add("v-result-ttl-0").resultTtl(0)));
        calls.put("result_ttl_minus_one", List.of(add("v-result-ttl-forever").resultTtl(-1)));
        calls.put("result_ttl_none", List.of(add("v-result-ttl-none")));
        calls.put("result_ttl", List.of(add("v-result-ttl").resultTtl(86400)));
        calls.put("failure_ttl", List.of(add("v-failure-ttl").failureTtl(7200)));
        calls.put("failure_ttl_minus_one", List.of(add("v-failure-ttl-forever").failureTtl(-1)));
        calls.put(
                "meta",
                List.of(add("v-meta").meta(map("user", 42, "tags", list("a", "\u00e9"), "nested", map("x", null)))));
        calls.put("meta_empty", List.of(add("v-meta-empty").meta(Map.of())));
        calls.put("retry_no_interval", List.of(add("v-retry").retry(2)));
        calls.put("retry_interval_int", List.of(add("v-retry-int").retry(3, 60)));
        calls.put("retry_intervals", List.of(add("v-retry-list").retry(3, 10, 30, 60)));
    }
}
