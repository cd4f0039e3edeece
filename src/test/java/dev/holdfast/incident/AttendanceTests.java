package dev.holdfast.incident;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testing.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** When a service ran, as far as anybody can know. */
class AttendanceTests {

    private static final Instant TEN = Instant.parse("2026-11-24T10:00:00Z");

    private final ManualClock clock = new ManualClock(TEN);

    @Test
    void aFirstRunBeganNow() {
        Attendance attendance = new Attendance(List.of(), clock);
        clock.advance(Duration.ofSeconds(7));

        assertThat(attendance.get()).containsExactly(span(0, 7));
    }

    @Test
    void tellsAGap() {
        assertThat(new Attendance(List.of(span(-600, -300)), clock).get())
                .containsExactly(span(-600, -300), span(0, 0));
    }

    @Test
    void tellsNoGapThatIsShorterThanWhatIsKnown() {
        assertThat(new Attendance(List.of(span(-600, -30)), clock).get()).containsExactly(span(-600, 0));
    }

    @Test
    void forgetsWhatIsOlderThanEightDays() {
        int days = 24 * 3600;

        assertThat(new Attendance(List.of(span(-9 * days, -8 * days), span(-8 * days - 9, -8 * days + 9)), clock).get())
                .containsExactly(span(-8 * days - 9, -8 * days + 9), span(0, 0));
    }

    @Test
    void neverRanInTheFuture() {
        assertThat(new Attendance(List.of(span(-600, 600), span(700, 800)), clock).get())
                .containsExactly(span(-600, 0));
    }

    @Test
    void aSpanThatEndsBeforeItBeginsIsNone() {
        assertThat(new Attendance(List.of(span(-300, -600)), clock).get()).containsExactly(span(0, 0));
    }

    @Test
    void aServiceThatCrashesAllTheTimeIsToldInBounds() {
        List<Span> crashes = IntStream.range(0, 2000)
                .mapToObj(i -> span(-200_000 + i * 100, -200_000 + i * 100 + 1))
                .toList();

        assertThat(new Attendance(crashes, clock).get()).hasSize(1000).endsWith(span(0, 0));
    }

    private static Span span(int from, int until) {
        return new Span(TEN.plusSeconds(from), TEN.plusSeconds(until));
    }
}
