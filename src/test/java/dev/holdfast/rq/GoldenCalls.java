package dev.holdfast.rq;

import dev.holdfast.job.Fingerprint;
import dev.holdfast.job.Job;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The calls of the golden vectors as they are made of Holdfast, written by hand beside the vectors' Python. */
public final class GoldenCalls {

    /** Vectors of what Holdfast does not offer. */
    public static final Set<String> NOT_OFFERED = Set.of("numbers_nonfinite", "rate_limit", "rate_limit_held");

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
        GoldenArguments.putInto(calls);
        GoldenConditions.putInto(calls);
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
                List.of(add("v-meta")
                        .meta(GoldenArguments.map(
                                "user",
                                42,
                                "tags",
                                List.of("a", "\u00e9"),
                                "nested",
                                GoldenArguments.map("x", null)))));
        calls.put("meta_empty", List.of(add("v-meta-empty").meta(Map.of())));
        calls.put("retry_no_interval", List.of(add("v-retry").retry(2)));
        calls.put("retry_interval_int", List.of(add("v-retry-int").retry(3, 60)));
        calls.put("retry_intervals", List.of(add("v-retry-list").retry(3, 10, 30, 60)));
        calls.put("retry_at_front", List.of(add("v-retry-front").retryAtFront(3, 1)));
        // RQ from 2.8 on has an option for what Holdfast always does.
        calls.put("unique", List.of(add("v-unique").ttl(100).meta(GoldenArguments.map("m", 1))));
        calls.put("unique_at_front", List.of(add("v-unique-front").atFront()));
    }
}
