package dev.holdfast.enqueue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.job.Deadline;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AdmissionTests {

    private final AtomicLong nanos = new AtomicLong();

    @Test
    void startsTheDeadlineNow() {
        Deadline deadline = admission(1, 0).deadline();
        nanos.addAndGet(Duration.ofSeconds(10).toNanos());

        assertThat(deadline.remainingNanos()).isEqualTo(Duration.ofSeconds(20).toNanos());
    }

    @Test
    void letsInAsManyAsMayBeAtWork() {
        Admission admission = admission(2, 0);

        assertThat(admission.enter(admission.deadline())).isTrue();
        assertThat(admission.enter(admission.deadline())).isTrue();
        assertThat(admission.enter(admission.deadline())).isFalse();
        assertThat(admission.atWork()).isEqualTo(2);
    }

    @Test
    void letsTheNextInWhenOneLeaves() {
        Admission admission = admission(1, 0);
        admission.enter(admission.deadline());
        admission.leave();

        assertThat(admission.enter(admission.deadline())).isTrue();
    }

    @Test
    void keepsNoPlaceForThoseItSentAway() {
        Admission admission = admission(1, 0);
        admission.enter(admission.deadline());
        admission.enter(admission.deadline());
        admission.leave();

        assertThat(admission.atWork()).isZero();
        assertThat(admission.waiting()).isZero();
    }

    @Test
    void letsOneWaitForItsTurn() {
        Admission admission = admission(1, 1);
        admission.enter(admission.deadline());
        CompletableFuture<Boolean> second = waitingFor(admission);

        admission.leave();

        assertThat(second.join()).isTrue();
        assertThat(admission.waiting()).isZero();
    }

    @Test
    void sendsTheOneTooManyInLineAwayAtOnce() {
        Admission admission = admission(1, 1);
        admission.enter(admission.deadline());
        CompletableFuture<Boolean> second = waitingFor(admission);

        assertThat(admission.enter(admission.deadline())).isFalse();

        assertThat(admission.waiting()).isEqualTo(1);
        admission.leave();
        assertThat(second.join()).isTrue();
    }

    @Test
    void waitsNoLongerThanTheDeadline() {
        Admission admission = admission(1, 1);
        admission.enter(admission.deadline());
        Deadline passed = admission.deadline();
        nanos.addAndGet(Duration.ofSeconds(31).toNanos());

        assertThat(admission.enter(passed)).isFalse();
        assertThat(admission.waiting()).isZero();
    }

    @Test
    void sendsARequestAwayThatIsInterruptedWhileItWaits() {
        Admission admission = admission(1, 1);
        admission.enter(admission.deadline());
        Thread.currentThread().interrupt();

        assertThat(admission.enter(admission.deadline())).isFalse();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(admission.waiting()).isZero();
    }

    private Admission admission(int atWork, int waiting) {
        return new Admission(atWork, waiting, Duration.ofSeconds(30), nanos::get);
    }

    private static CompletableFuture<Boolean> waitingFor(Admission admission) {
        CompletableFuture<Boolean> entered = CompletableFuture.supplyAsync(() -> admission.enter(admission.deadline()));
        await().until(() -> admission.waiting() == 1);
        return entered;
    }
}
