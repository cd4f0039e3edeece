package dev.holdfast.rq;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.job.Job;
import dev.holdfast.job.TaskName;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The check must notice every poison, and call nothing poison that RQ writes. */
class PoisonCheckTests {

    private static final byte[] NOT_UTF8 = {(byte) 0xff, (byte) 0xfe};

    @ParameterizedTest
    @EnumSource(Serializer.class)
    void findsNothingInAGoodJob(Serializer serializer) {
        assertThat(PoisonCheck.complaints("good", good(serializer))).isEmpty();
    }

    @TestFactory
    Stream<DynamicTest> findsNothingInWhatRqWrote() {
        return GoldenVectors.all()
                .filter(vector -> !GoldenCalls.NOT_OFFERED.contains(vector.name()))
                .map(vector -> DynamicTest.dynamicTest(
                        vector.toString(),
                        () -> assertThat(vector.keysOfType("hash"))
                                .allSatisfy(key -> assertThat(PoisonCheck.complaints("id", vector.hash(key)))
                                        .isEmpty())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a:b", "a b", "a.b", "caf\u00e9", "a\n"})
    void noticesABadId(String id) {
        assertThat(PoisonCheck.complaints(id, good(Serializer.JSON))).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"created_at", "enqueued_at", "started_at", "ended_at", "last_heartbeat"})
    void noticesEveryFormOfABadTime(String field) {
        List<String> bad = List.of(
                "2026-11-21T20:41:03.631820123Z",
                "2026-11-21T20:41:03.6318201Z",
                "2026-11-21T20:41:03.631820+00:00",
                "2026-11-21T20:41:03.631820",
                "2026-11-21 20:41:03Z",
                "2026-11-21T20:41Z",
                "2026-02-30T20:41:03Z",
                "1795293663",
                "None");

        assertThat(bad).allSatisfy(time -> assertThat(with(field, time)).hasSize(1));
    }

    @ParameterizedTest
    @CsvSource({
        "timeout, 1h",
        "timeout, 180.0",
        "timeout, None",
        "timeout, 0",
        "timeout, -2",
        "timeout, 2147483648",
        "timeout, ''",
        "result_ttl, None",
        "result_ttl, 500.5",
        "failure_ttl, 1y",
        "ttl, 1e3",
        "retries_left, three",
        "repeats_left, x",
        "repeats_left, ''",
        "retry_intervals, []",
        "retry_intervals, 60",
        "retry_intervals, '[60'",
        "retry_intervals, '[\"60\"]'",
        "retry_intervals, ''",
        "repeat_intervals, 60",
        "repeat_intervals, '[0.5]'",
        "dependency_ids, a",
        "dependency_ids, '\"a\"'",
        "dependency_ids, '[1]'",
        "dependency_ids, '[\"a:b\"]'",
        "allow_dependency_failures, true",
        "enqueue_at_front_on_retry, True",
        "enqueue_at_front, yes",
        "enqueue_at_front, ''",
        "success_callback_timeout, 1m",
        "failure_callback_timeout, None",
        "stopped_callback_timeout, 60.0",
        "webhooks, '{}'",
        "webhooks, '[{}]'",
        "webhooks, '[{\"url\": \"ftp://h\", \"job_status\": \"failed\", \"method\": \"GET\", \"timeout\": 1}]'",
        "webhooks, '[{\"url\": \"http://h\", \"job_status\": \"stopped\", \"method\": \"GET\", \"timeout\": 1}]'",
        "webhooks, '[{\"url\": \"http://h\", \"job_status\": \"failed\", \"method\": \"PUT\", \"timeout\": 1}]'",
        "webhooks, '[{\"url\": \"http://h\", \"job_status\": \"failed\", \"method\": \"GET\", \"timeout\": 0}]'",
        "success_callback_timeout, ''",
        "failure_callback_timeout, ''",
        "stopped_callback_timeout, ''",
        "status, created",
        "status, rate_limited",
        "status, QUEUED",
        "status, ''",
        "origin, ''",
        "data, ''",
        "data, plain text",
        "meta, plain text",
        "meta, '[1]'",
        "meta, '{'",
    })
    void noticesABadValue(String field, String value) {
        assertThat(with(field, value))
                .hasSize(1)
                .allSatisfy(sentence -> assertThat(sentence).startsWith(field + " "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"data", "timeout", "origin", "status"})
    void noticesWhatIsMissing(String field) {
        Map<String, byte[]> hash = good(Serializer.JSON);
        hash.remove(field);

        assertThat(PoisonCheck.complaints("good", hash)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"description", "worker_name", "group_id", "holdfast_fp"})
    void noticesTextThatIsNotUtf8(String field) {
        Map<String, byte[]> hash = good(Serializer.JSON);
        hash.put(field, NOT_UTF8);

        assertThat(PoisonCheck.complaints("good", hash)).containsExactly(field + " is not UTF-8");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[\"tasks.add\", null, [1, 2]]",
                "[\"tasks.add\", null, [1, 2], {}, 1]",
                "[\"tasks.add\", null, null, {}]",
                "[\"tasks.add\", null, \"ab\", {}]",
                "[\"tasks.add\", null, [], null]",
                "[\"tasks.add\", null, [], []]",
                "[null, null, [], {}]",
                "{}",
                "[\"tasks.add\", null, [], {}] x"
            })
    void noticesAPayloadThatIsNoCall(String json) {
        Map<String, byte[]> hash = good(Serializer.JSON);
        try (Zlib zlib = new Zlib(1)) {
            hash.put("data", zlib.deflate(json.getBytes(StandardCharsets.UTF_8)));
        }

        assertThat(PoisonCheck.complaints("good", hash))
                .containsExactly("data is not the zlib of function, instance, args and kwargs");
    }

    @Test
    void noticesRetriesWithoutIntervals() {
        Map<String, byte[]> hash = good(Serializer.JSON);
        hash.remove("retry_intervals");

        assertThat(PoisonCheck.complaints("good", hash)).containsExactly("retries_left without retry_intervals");
    }

    @Test
    void noticesSeveralPoisonsAtOnce() {
        Map<String, byte[]> hash = good(Serializer.PICKLE);
        hash.put("created_at", NOT_UTF8);
        hash.put("meta", new byte[] {(byte) 0x80, 2, '.'});

        assertThat(PoisonCheck.complaints("a:b", hash)).hasSize(3);
    }

    private static List<String> with(String field, String value) {
        Map<String, byte[]> hash = good(Serializer.JSON);
        hash.put(field, value.getBytes(StandardCharsets.UTF_8));
        return PoisonCheck.complaints("good", hash);
    }

    private static Map<String, byte[]> good(Serializer serializer) {
        Callback callback = new Callback(new TaskName("tasks.on_end"), null);
        EnqueueCall call = CallSketch.of("good", "tasks.add")
                .args(1, 2)
                .meta(Map.of("k", 1))
                .retryAtFront(2, 10)
                .repeat(1, 10)
                .after("parent")
                .atFront()
                .callbacks(callback, callback, callback)
                .in("group")
                .webhooks(new Webhook("https://h", "finished", "GET", Map.of("X", "v"), 10))
                .call();
        RqSettings settings = GoldenCalls.settings(serializer, Duration.ofMinutes(3));
        try (JobEncoder encoder = new JobEncoder(settings)) {
            Job job = encoder.encode(call, GoldenCalls.FINGERPRINT, Duration.ofMinutes(1), GoldenCalls.AT);
            return new HashMap<>(Decoded.fields(job.hash()));
        }
    }
}
