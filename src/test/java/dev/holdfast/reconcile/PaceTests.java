package dev.holdfast.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.holdfast.testing.ManualClock;
import java.time.Duration;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class PaceTests {

    private static final int RATE = 10_000;
    private static final Duration SECOND = Duration.ofSeconds(1);
    /** The pace may change with the last of forty steps; each time the fraction of a job is left over. */
    private static final Percentage A_STEP = withinPercentage(5);

    private static final Duration SLOW = Duration.ofMillis(101);

    private final ManualClock clock = new ManualClock();
    private final Pace pace = new Pace(RATE, clock);

    @Test
    void doublesEverySecondUpToTheRate() {
        assertThat(inTheNextSecond()).isCloseTo(200, A_STEP);
        assertThat(inTheNextSecond()).isCloseTo(400, A_STEP);
        assertThat(inTheNextSecond()).isCloseTo(800, A_STEP);
        clock.advance(SECOND.multipliedBy(5));

        assertThat(inTheNextSecond()).isBetween(RATE, RATE + RATE / 10);
    }

    @Test
    void keepsOnlyLittleOfWhatWasNotUsed() {
        clock.advance(Duration.ofMinutes(5));

        assertThat(pace.allowed()).isEqualTo(RATE / 10);
    }

    @Test
    void halvesAfterEachSlowBatch() {
        atFullPace();
        pace.took(SLOW);
        pace.took(SLOW);

        assertThat(inTheNextSecond()).isCloseTo(RATE / 4, A_STEP);
    }

    @Test
    void doublesAgainAfterASlowBatch() {
        atFullPace();
        pace.took(SLOW);
        assertThat(inTheNextSecond()).isCloseTo(RATE / 2, A_STEP);

        assertThat(inTheNextSecond()).isCloseTo(RATE, A_STEP);
    }

    @Test
    void doesNotGrowWhileEachBatchIsSlow() {
        for (int i = 0; i < 20; i++) {
            clock.advance(SECOND.minusMillis(1));
            pace.took(SLOW);
        }

        pace.went(pace.allowed());
        assertThat(inTheNextSecond()).isCloseTo(200, A_STEP);
    }

    @Test
    void isNeverSlowerThanAtFirst() {
        atFullPace();
        for (int i = 0; i < 20; i++) {
            pace.took(SLOW);
        }

        assertThat(inTheNextSecond()).isCloseTo(200, A_STEP);
    }

    @Test
    void keepsNothingThatASlowerPaceWouldNotHaveKept() {
        clock.advance(Duration.ofMinutes(5));
        assertThat(pace.allowed()).isEqualTo(RATE / 10);

        pace.took(SLOW);

        assertThat(pace.allowed()).isEqualTo(RATE / 20);
    }

    @Test
    void takesABatchForQuickThatIsAnsweredJustInTime() {
        atFullPace();
        pace.took(SLOW.minusMillis(1));

        assertThat(inTheNextSecond()).isCloseTo(RATE, A_STEP);
    }

    @Test
    void neverExceedsARateThatIsLowerThanItsBeginning() {
        Pace low = new Pace(10, clock);
        low.took(SLOW);
        clock.advance(SECOND);

        assertThat(low.allowed()).isEqualTo(1);
    }

    @Test
    void beginsGentlyAnew() {
        atFullPace();
        pace.begin();

        assertThat(pace.allowed()).isZero();
        assertThat(inTheNextSecond()).isCloseTo(200, A_STEP);
    }

    private void atFullPace() {
        clock.advance(Duration.ofMinutes(1));
        pace.went(pace.allowed());
    }

    /** How many go if as many as may go at each step. */
    private int inTheNextSecond() {
        int sum = 0;
        for (int i = 0; i < 40; i++) {
            clock.advance(Duration.ofMillis(25));
            int allowed = pace.allowed();
            pace.went(allowed);
            sum += allowed;
        }
        return sum;
    }
}
