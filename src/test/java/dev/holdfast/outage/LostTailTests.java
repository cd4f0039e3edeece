package dev.holdfast.outage;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** A primary that persists nothing forgets what it had: that is noticed, and nothing else suffers. */
@Tag("redis")
@Tag("one-redis-is-enough")
@ExtendWith(OutputCaptureExtension.class)
@Tag("thorough")
class LostTailTests {

    private static final String RUNS = "holdfast_node_runs_total{node=\"primary\"}";

    /** What is in doubt at the primary waits for the data that it had, and that never comes. */
    @RegisterExtension
    static final Pair PAIR = Pair.withForgetfulPrimary("holdfast.spool.max-hold=3s");

    @AfterEach
    void recover() {
        PAIR.recover();
    }

    @Test
    void aPrimaryThatComesBackEmptyIsCountedAndReported(CapturedOutput log) {
        double before = PAIR.counted(RUNS);
        Clients clients = PAIR.underLoad();

        PAIR.primary().kill();
        clients.awaitPromisesOf("standby", 40);
        PAIR.primary().start();

        Verdict verdict = PAIR.verdict();
        verdict.mustHoldButForLosses();
        assertThat(verdict.lost())
                .isNotEmpty()
                .allSatisfy(story -> assertThat(story).contains("200 primary").doesNotContain("200 standby"));
        assertThat(PAIR.counted(RUNS)).isEqualTo(before + 1);
        assertThat(log.getOut()
                        .lines()
                        .filter(line -> line.contains("WARN") && line.contains("Redis primary was emptied")))
                .hasSize(1);
    }
}
