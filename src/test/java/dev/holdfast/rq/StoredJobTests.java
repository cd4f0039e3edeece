package dev.holdfast.rq;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.job.JobId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoredJobTests {

    private static final StoredJob NOTHING =
            new StoredJob(null, null, null, null, null, null, null, null, null, null, null, null, null);

    @TestFactory
    Stream<DynamicTest> readsWhatEveryRqLeavesAfterARun() {
        return GoldenVectors.states()
                .filter(state -> state.name().equals("after_burst_worker"))
                .map(state -> DynamicTest.dynamicTest(state.toString(), () -> {
                    StoredJob job = StoredJob.of(state.hash(RqKeys.job(new JobId("r-fail-ttl"))));

                    assertThat(job.status()).isEqualTo("failed");
                    assertThat(job.origin()).isEqualTo("default");
                    assertThat(job.description()).isEqualTo("tasks.fail('boom')");
                    assertThat(job.createdAt()).isBeforeOrEqualTo(job.enqueuedAt());
                    assertThat(job.startedAt()).isAfter(job.enqueuedAt()).isBefore(job.endedAt());
                    assertThat(job.workerName()).isEqualTo("worker-1");
                    assertThat(job.timeout()).isEqualTo(180);
                    assertThat(job.failureTtl()).isEqualTo(600);
                    assertThat(job.resultTtl()).isNull();
                }));
    }

    @Test
    void readsWhatHoldfastWrites() {
        StoredJob job = StoredJob.of(Map.of(
                "status", utf8("queued"),
                "enqueued_at", utf8("2026-11-21T20:41:03.000820Z"),
                "description", utf8("caf\u00e9 \u2713"),
                "timeout", utf8("-1"),
                "ttl", utf8("60"),
                "result_ttl", utf8("0"),
                "retries_left", utf8("3"),
                "started_at", utf8("")));

        assertThat(job)
                .isEqualTo(new StoredJob(
                        "queued",
                        null,
                        "caf\u00e9 \u2713",
                        null,
                        Instant.parse("2026-11-21T20:41:03.000820Z"),
                        null,
                        null,
                        null,
                        -1L,
                        60L,
                        0L,
                        null,
                        3L));
    }

    @Test
    void knowsNothingOfAnEmptyHash() {
        assertThat(StoredJob.of(Map.of())).isEqualTo(NOTHING);
    }

    @Test
    void passesOnAStatusThatItDoesNotKnow() {
        assertThat(StoredJob.of(Map.of("status", utf8("rate_limited"))).status())
                .isEqualTo("rate_limited");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "None", "yesterday", "1795293663", "2026-13-01T00:00:00Z", "2026-11-21"})
    void knowsNoTimeThatCannotBeRead(String text) {
        assertThat(StoredJob.of(Map.of("ended_at", utf8(text)))).isEqualTo(NOTHING);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "None", "1h", "1.5", "99999999999999999999"})
    void knowsNoNumberThatCannotBeRead(String text) {
        assertThat(StoredJob.of(Map.of("timeout", utf8(text), "ttl", utf8(text))))
                .isEqualTo(NOTHING);
    }

    @Test
    void replacesWhatIsNotUtf8() {
        assertThat(StoredJob.of(Map.of("description", new byte[] {'a', (byte) 0xff}))
                        .description())
                .isEqualTo("a\ufffd");
    }

    @Test
    void showsNothingOfWhatTheJobCarries() {
        assertThat(StoredJob.of(Map.of("status", utf8("queued"), "description", utf8("f('secret')"))))
                .hasToString("StoredJob{queued on null}");
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
