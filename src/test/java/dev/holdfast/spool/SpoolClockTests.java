package dev.holdfast.spool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testing.ManualClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class SpoolClockTests {

    private static final Instant START = Instant.parse("2026-11-24T10:00:00Z");

    private final ManualClock elapsed = new ManualClock();
    private Instant wall = START;

    private final SpoolClock clock = new SpoolClock(() -> wall, elapsed);

    @Test
    void countsOnWhenTheClockIsSetBack() {
        wall = START.minusSeconds(3_600);
        elapsed.advance(Duration.ofSeconds(7));

        assertThat(clock.now()).isEqualTo(START.plusSeconds(7).toEpochMilli());
    }

    @Test
    void countsPartsOfAMillisecondWhenTheClockIsSetBack() {
        wall = START.minusSeconds(3_600);
        for (int i = 0; i < 10; i++) {
            elapsed.advance(Duration.ofNanos(300_000));
            clock.now();
        }

        assertThat(clock.now()).isEqualTo(START.plusMillis(3).toEpochMilli());
    }

    @Test
    void takesAClockThatIsSetForwardForTheTime() {
        wall = START.plusSeconds(3_600);

        assertThat(clock.now()).isEqualTo(wall.toEpochMilli());
    }

    @Test
    void isNotBeforeWhatAFileSays(CapturedOutput output) {
        clock.notBefore(START.plusSeconds(60).toEpochMilli());
        elapsed.advance(Duration.ofSeconds(1));

        assertThat(clock.now()).isEqualTo(START.plusSeconds(61).toEpochMilli());
        assertThat(output).contains("behind_s=60");
    }

    @Test
    void isNotSetBackByAnOldFile(CapturedOutput output) {
        clock.notBefore(START.minusSeconds(60).toEpochMilli());

        assertThat(clock.now()).isEqualTo(START.toEpochMilli());
        assertThat(output).doesNotContain("behind_s");
    }

    @Test
    void doesNotBelieveATimeThatCannotBe(CapturedOutput output) {
        clock.notBefore(START.plus(Duration.ofDays(500)).toEpochMilli());

        assertThat(clock.now()).isEqualTo(START.toEpochMilli());
        assertThat(output).contains("speaks of a time that cannot be");
    }
}
