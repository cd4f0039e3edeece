package dev.holdfast.rq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.job.Job;
import dev.holdfast.job.TaskName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import net.razorvine.pickle.Unpickler;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class JobEncoderTests {

    private static final String AT = "2026-11-21T20:41:03.000820Z";

    @Test
    void writesTheWholeHash() {
        EnqueueCall call = CallSketch.of("everything", "tasks.echo")
                .args(1, "two", null)
                .kwarg("three", 3.5)
                .description("All options")
                .timeout(300)
                .ttl(7200)
                .resultTtl(3600)
                .failureTtl(86400)
                .meta(Map.of("k", "v"))
                .retryAtFront(3, 10, 20)
                .repeat(2, 60)
                .callbacks(
                        new Callback(new TaskName("tasks.on_ok"), null),
                        new Callback(new TaskName("caf\u00e9.on_fail"), 10),
                        new Callback(new TaskName("tasks.on_stop"), 1))
                .in("nightly")
                .afterEvenFailed("one", "two")
                .atFront()
                .webhooks(
                        new Webhook("https://h/d", "finished", "GET", Map.of(), 10),
                        new Webhook("https://h/f", "failed", "POST", Map.of("X-Key", "v\""), 3))
                .provenBy("key-1")
                .call();

        assertThat(text(encode(Serializer.JSON, call))).isEqualTo("""
                created_at: 2026-11-21T20:41:03.000820Z
                data: ["tasks.echo", null, [1, "two", null], {"three": 3.5}]
                success_callback_name: tasks.on_ok
                success_callback_timeout: 60
                failure_callback_name: caf\u00e9.on_fail
                failure_callback_timeout: 10
                stopped_callback_name: tasks.on_stop
                stopped_callback_timeout: 1
                started_at:\s
                ended_at:\s
                last_heartbeat:\s
                worker_name:\s
                group_id: nightly
                origin: default
                description: All options
                enqueued_at: 2026-11-21T20:41:03.000820Z
                timeout: 300
                result_ttl: 3600
                failure_ttl: 86400
                status: queued
                meta: {"k": "v"}
                ttl: 7200
                retries_left: 3
                retry_intervals: [10, 20]
                enqueue_at_front_on_retry: 1
                repeats_left: 2
                repeat_intervals: [60]
                dependency_id: one
                dependency_ids: ["one", "two"]
                allow_dependency_failures: 1
                enqueue_at_front: 1
                webhooks: [{"url": "https://h/d", "job_status": "finished", "method": "GET", "headers": null, "timeout": 10}, \
                {"url": "https://h/f", "job_status": "failed", "method": "POST", "headers": {"X-Key": "v\\""}, "timeout": 3}]
                holdfast_fp: 0123456789abcdef0123456789abcdef
                holdfast_proof: key-1
                """);
    }

    @Test
    void leavesOutWhatIsNotSaid() {
        Map<String, byte[]> fields =
                fields(Serializer.JSON, CallSketch.of("plain", "tasks.nothing").call());

        assertThat(fields.keySet())
                .containsExactlyInAnyOrder(
                        "created_at",
                        "data",
                        "success_callback_name",
                        "failure_callback_name",
                        "stopped_callback_name",
                        "started_at",
                        "ended_at",
                        "last_heartbeat",
                        "worker_name",
                        "group_id",
                        "origin",
                        "description",
                        "enqueued_at",
                        "timeout",
                        "status",
                        "holdfast_fp");
        assertThat(List.of("success_callback_name", "failure_callback_name", "stopped_callback_name", "group_id"))
                .allSatisfy(field -> assertThat(bytes(fields, field)).isEmpty());
    }

    @Test
    void leavesTheFrontToTheQueueWhereTheJobIsQueuedNow() {
        CallSketch sketch = CallSketch.of("a", "tasks.add").atFront();

        assertThat(fields(Serializer.JSON, sketch.call())).doesNotContainKey("enqueue_at_front");
        assertThat(fields(Serializer.JSON, sketch.at("2030-01-01T00:00:00Z").call()))
                .containsKey("enqueue_at_front")
                .doesNotContainKeys("dependency_id", "dependency_ids");
    }

    @Test
    void writesAScheduledJobAsQueuedAndLeavesTheRestToTheNode() {
        Map<String, byte[]> fields = fields(
                Serializer.JSON,
                CallSketch.of("a", "tasks.add").at("2030-01-01T00:00:00Z").call());

        assertThat(Decoded.text(fields, "status")).isEqualTo("queued");
        assertThat(Decoded.text(fields, "enqueued_at")).isEqualTo(AT);
    }

    @ParameterizedTest
    @EnumSource(Serializer.class)
    void keepsListsAsJsonWhateverTheSerializerIs(Serializer serializer) {
        Map<String, byte[]> fields = fields(
                serializer,
                CallSketch.of("a", "tasks.add").retry(1).repeat(1).after("p").call());

        assertThat(Decoded.text(fields, "retry_intervals")).isEqualTo("[0]");
        assertThat(Decoded.text(fields, "repeat_intervals")).isEqualTo("[0]");
        assertThat(Decoded.text(fields, "dependency_ids")).isEqualTo("[\"p\"]");
    }

    @Test
    void carriesWhatTheNodesMustKnow() {
        Job job = encode(
                Serializer.JSON,
                CallSketch.of("a", "tasks.add").ttl(60).atFront().call());

        assertThat(job.ttl()).isEqualTo(Duration.ofMinutes(1));
        assertThat(job.atFront()).isTrue();
        assertThat(job.remembered()).isEqualTo(Duration.ofMinutes(15));
        assertThat(job.fingerprint()).isEqualTo(GoldenCalls.FINGERPRINT);
    }

    @Test
    void takesSerializerAndTimeoutOfTheQueue() {
        RqSettings settings = new RqSettings(
                "default",
                "json",
                Duration.ofMinutes(3),
                Map.of("snakes", new RqSettings.Queue("pickle", Duration.ofSeconds(-1))));
        EnqueueCall call = CallSketch.of("a", "tasks.add").on("snakes").call();

        Map<String, byte[]> fields = fields(settings, call);

        assertThat(Decoded.text(fields, "timeout")).isEqualTo("-1");
        assertThat(Decoded.pickle(Decoded.inflate(bytes(fields, "data")))).isInstanceOf(Decoded.Tuple.class);
    }

    @Test
    void equalArgumentsStayTwoThingsInPickle() throws IOException {
        EnqueueCall call = CallSketch.of("a", "tasks.echo")
                .args(List.of(), List.of(), Map.of(), List.of("s"), List.of("s"))
                .call();

        Object[] payload =
                (Object[]) new Unpickler().loads(Decoded.inflate(bytes(fields(Serializer.PICKLE, call), "data")));
        Object[] args = (Object[]) payload[2];

        assertThat(args[0]).isNotSameAs(args[1]);
        assertThat(args[2]).isNotSameAs(payload[3]);
        assertThat(args[3]).isNotSameAs(args[4]).isEqualTo(args[4]);
    }

    @Test
    void keepsTheOrderOfKeysInPickle() {
        Map<String, @Nullable Object> meta = new LinkedHashMap<>();
        List.of("zulu", "alpha", "mike", "bravo").forEach(key -> meta.put(key, 1));
        EnqueueCall call = CallSketch.of("a", "tasks.echo").meta(meta).call();

        byte[] pickled = bytes(fields(Serializer.PICKLE, call), "meta");

        assertThat(new String(pickled, StandardCharsets.ISO_8859_1))
                .containsSubsequence("zulu", "alpha", "mike", "bravo");
    }

    @ParameterizedTest
    @EnumSource(Serializer.class)
    void neverRepeatsThePayloadOfAnotherJob(Serializer serializer) {
        try (JobEncoder encoder = new JobEncoder(GoldenCalls.settings(serializer, Duration.ofMinutes(3)))) {
            for (int length : new int[] {0, 100_000, 1, 3_000, 10}) {
                EnqueueCall call = CallSketch.of("a", "tasks.echo")
                        .args("\u00e9".repeat(length))
                        .call();
                Job job = encoder.encode(call, GoldenCalls.FINGERPRINT, Duration.ofMinutes(1), Instant.EPOCH);
                byte[] data = bytes(Decoded.fields(job.hash()), "data");

                assertThat(String.valueOf(Decoded.read(Decoded.inflate(data), serializer)))
                        .contains("[" + "\u00e9".repeat(length) + "]");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1970-01-01T00:00:00Z, 1970-01-01T00:00:00.000000Z",
        "2026-11-21T20:41:03.5Z, 2026-11-21T20:41:03.500000Z",
        "2026-11-21T20:41:03.123456789Z, 2026-11-21T20:41:03.123456Z",
        "2024-02-29T23:59:59.999999999Z, 2024-02-29T23:59:59.999999Z",
        "1969-12-31T23:59:59.000001Z, 1969-12-31T23:59:59.000001Z",
        "0001-01-01T00:00:00Z, 0001-01-01T00:00:00.000000Z",
    })
    void writesMomentsWithSixDigits(Instant at, String expected) {
        assertThat(new String(RqTime.format(at), StandardCharsets.US_ASCII)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"+10000-01-01T00:00:00Z", "0000-12-31T23:59:59Z"})
    void refusesMomentsThatPythonCannotRead(Instant at) {
        assertThatThrownBy(() -> RqTime.format(at))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Python has no year ");
    }

    private static Job encode(Serializer serializer, EnqueueCall call) {
        return encode(GoldenCalls.settings(serializer, Duration.ofMinutes(3)), call);
    }

    private static Job encode(RqSettings settings, EnqueueCall call) {
        try (JobEncoder encoder = new JobEncoder(settings)) {
            return encoder.encode(call, GoldenCalls.FINGERPRINT, Duration.ofMinutes(15), Instant.parse(AT));
        }
    }

    private static Map<String, byte[]> fields(Serializer serializer, EnqueueCall call) {
        return Decoded.fields(encode(serializer, call).hash());
    }

    private static Map<String, byte[]> fields(RqSettings settings, EnqueueCall call) {
        return Decoded.fields(encode(settings, call).hash());
    }

    private static byte[] bytes(Map<String, byte[]> fields, String name) {
        return Objects.requireNonNull(fields.get(name), name);
    }

    private static String text(Job job) {
        StringBuilder out = new StringBuilder();
        Decoded.fields(job.hash()).forEach((name, value) -> {
            byte[] shown = name.equals("data") ? Decoded.inflate(value) : value;
            out.append(name)
                    .append(": ")
                    .append(new String(shown, StandardCharsets.UTF_8))
                    .append('\n');
        });
        return out.toString();
    }
}
