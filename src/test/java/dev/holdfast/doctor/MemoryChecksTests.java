package dev.holdfast.doctor;

import static dev.holdfast.doctor.Readings.judge;
import static dev.holdfast.doctor.Readings.saying;
import static dev.holdfast.doctor.Verdict.COULD_NOT_SEE;
import static dev.holdfast.doctor.Verdict.OK;
import static dev.holdfast.doctor.Verdict.PROBLEM;
import static dev.holdfast.doctor.Verdict.WARNING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testing.RedisServer;
import io.lettuce.core.RedisCommandExecutionException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A Redis that is full, that drops keys, or that is busy. */
@Tag("redis")
class MemoryChecksTests {

    @RegisterExtension
    static final RedisServer REDIS = new RedisServer();

    @AfterEach
    void restore() {
        REDIS.commands().configSet("maxmemory", "0");
        REDIS.commands().configSet("maxmemory-policy", "noeviction");
        REDIS.flushAll();
        REDIS.commands().configResetstat();
    }

    @Test
    void anEmptyOneIsWell() {
        Examination examination = Examination.of(REDIS.url());

        assertThat(examination.verdict("memory-limit")).isEqualTo(OK);
        assertThat(examination.verdict("memory-policy")).isEqualTo(OK);
        assertThat(examination.verdict("memory-evictions")).isEqualTo(OK);
        assertThat(examination.verdict("memory-refusals")).isEqualTo(OK);
        assertThat(examination.verdict("memory-fragmentation")).isEqualTo(OK);
        assertThat(examination.verdict("memory-swap")).isIn(OK, COULD_NOT_SEE);
        assertThat(examination.verdict("cpu-share")).isIn(OK, WARNING);
    }

    @Test
    void saysThatItWillBeFullSoon() {
        REDIS.commands().configSet("maxmemory", "20mb");
        fill(16);

        assertThat(Examination.of(REDIS.url()).said("memory-limit").evidence()).contains("of maxmemory 20.0 MB");
        assertThat(Examination.of(REDIS.url()).verdict("memory-limit")).isEqualTo(WARNING);
    }

    @Test
    void saysThatItIsFullAndTakesNothing() {
        fill(8);
        REDIS.commands().configSet("maxmemory", "5mb");

        Examination examination = Examination.of(REDIS.url());

        assertThat(examination.verdict("memory-limit")).isEqualTo(PROBLEM);
        assertThat(examination.said("server-write"))
                .returns(PROBLEM, Judgement::verdict)
                .returns("a probe was not written: oom", Judgement::evidence);
        assertThat(examination.said("network-rights").evidence()).contains("could not be written");
    }

    @Test
    void saysWhatAFullOneWouldDrop() {
        REDIS.commands().configSet("maxmemory-policy", "allkeys-lru");
        assertThat(Examination.of(REDIS.url()).verdict("memory-policy")).isEqualTo(WARNING);

        REDIS.commands().configSet("maxmemory", "100mb");
        assertThat(Examination.of(REDIS.url()).verdict("memory-policy")).isEqualTo(PROBLEM);

        REDIS.commands().configSet("maxmemory-policy", "volatile-ttl");
        assertThat(Examination.of(REDIS.url()).said("memory-policy"))
                .returns(WARNING, Judgement::verdict)
                .extracting(Judgement::evidence)
                .asString()
                .contains("proofs");
    }

    @Test
    void countsWhatItDropped() {
        REDIS.commands().configSet("maxmemory-policy", "allkeys-random");
        REDIS.commands().configSet("maxmemory", "5mb");
        fill(8);

        Examination examination = Examination.of(REDIS.url());

        assertThat(examination.verdict("memory-evictions")).isEqualTo(PROBLEM);
    }

    @Test
    void countsWhatItRefused() {
        REDIS.commands().configSet("maxmemory", "1mb");
        try {
            fill(8);
        } catch (RedisCommandExecutionException full) {
            assertThat(full).hasMessageStartingWith("OOM");
        }

        assertThat(Examination.of(REDIS.url()).verdict("memory-refusals")).isEqualTo(WARNING);
    }

    @Test
    void takesSwapAndFragmentsFromTheFigures() {
        NodeReading swapped = saying(Map.of("used_memory", "1000000000", "used_memory_rss", "600000000"));
        NodeReading fragmented = saying(Map.of("used_memory", "200000000", "used_memory_rss", "400000000"));

        assertThat(judge("memory-swap", swapped).verdict()).isEqualTo(WARNING);
        assertThat(judge("memory-swap", swapped.with(Part.SWAP, Seen.of(0L))).verdict())
                .isEqualTo(OK);
        assertThat(judge("memory-swap", swapped.with(Part.SWAP, Seen.of(4096L))).verdict())
                .isEqualTo(PROBLEM);
        assertThat(judge("memory-swap", fragmented).verdict()).isEqualTo(COULD_NOT_SEE);
        assertThat(judge("memory-fragmentation", fragmented).verdict()).isEqualTo(WARNING);
    }

    @Test
    void takesTheMachinesMemoryForTheLimitWhereNoneIsSet() {
        NodeReading large = saying(Map.of("used_memory", "900", "maxmemory", "0", "total_system_memory", "1000"));

        assertThat(judge("memory-limit", large).verdict()).isEqualTo(PROBLEM);
    }

    @Test
    void measuresTheCpuBetweenTwoLooks() {
        Info before = new Info(Map.of("used_cpu_user", "1.5", "used_cpu_sys", "1.0"));
        NodeReading busy = saying(Map.of("used_cpu_user", "2.0", "used_cpu_sys", "1.45"))
                .with(Part.EARLIER, Seen.of(before))
                .with(Part.BETWEEN, Seen.of(Duration.ofSeconds(1)));

        assertThat(judge("cpu-share", busy))
                .returns(WARNING, Judgement::verdict)
                .returns("95 % of a CPU during 1000.0 ms", Judgement::evidence);
        assertThat(judge("cpu-share", busy.with(Part.BETWEEN, Seen.of(Duration.ofMillis(5))))
                        .verdict())
                .isEqualTo(COULD_NOT_SEE);
    }

    @Test
    void seesNothingWhereTheServerLeavesFieldsOut() {
        NodeReading strange = saying(Map.of("role", "master"));

        assertThat(judge("memory-limit", strange))
                .isEqualTo(Judgement.couldNotSee("the server's INFO has no maxmemory"));
        assertThat(judge("memory-evictions", strange).verdict()).isEqualTo(COULD_NOT_SEE);
        assertThat(judge("memory-swap", strange).verdict()).isEqualTo(COULD_NOT_SEE);
    }

    private static void fill(int megabytes) {
        // A little less than a quarter of a megabyte, which the allocator would round up.
        String data = "x".repeat(260_000);
        for (int i = 0; i < 4 * megabytes; i++) {
            REDIS.commands().set("filling:" + i, data);
        }
    }
}
