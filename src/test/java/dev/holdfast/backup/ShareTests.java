package dev.holdfast.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ShareTests {

    /** Each look at the clock takes a millisecond. */
    private final AtomicLong clock = new AtomicLong();

    private long waitedFor(int percent, long callMillis) {
        Share share = new Share(percent, () -> clock.addAndGet(1_000_000));
        long begin = clock.get();
        share.call(() -> clock.addAndGet(callMillis * 1_000_000));
        return (clock.get() - begin) / 1_000_000 - callMillis;
    }

    @Test
    void aTenthMeansNineTimesAsLongInPeace() {
        assertThat(waitedFor(10, 2)).isBetween(9 * 3L, 9 * 3L + 5);
    }

    @Test
    void allOfTheTimeMeansNoWait() {
        assertThat(waitedFor(100, 20)).isLessThan(5);
    }

    @Test
    void anInterruptEndsTheWaitAndStays() {
        Thread.currentThread().interrupt();

        assertThat(waitedFor(1, 1000)).isLessThan(5);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void sharesThatAreNoneAreRefused() {
        assertThatThrownBy(() -> new Share(0, System::nanoTime)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Share(101, System::nanoTime)).isInstanceOf(IllegalArgumentException.class);
    }
}
