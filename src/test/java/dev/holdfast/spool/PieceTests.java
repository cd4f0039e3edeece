package dev.holdfast.spool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.job.Deadline;
import dev.holdfast.job.Reason;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PieceTests {

    private static final Deadline NOW = Deadline.in(Duration.ZERO, System::nanoTime);

    private final Piece<Integer> piece = new Piece<>(spool -> 1);

    @AfterEach
    void takeTheInterruptBack() {
        Thread.interrupted();
    }

    @Test
    void isNeverBegunAfterTheDeadline() {
        assertThat(piece.await(NOW)).isEqualTo(new Outcome.NotDone<>(Reason.DISK_SLOW));
        assertThat(piece.take()).isFalse();
    }

    @Test
    void isUnknownIfItWasBegunBeforeTheDeadline() {
        assertThat(piece.take()).isTrue();

        assertThat(piece.await(NOW)).isEqualTo(new Outcome.Unknown<>(Reason.DISK_SLOW));
    }

    @Test
    void isKnownIfTheAnswerIsThereAtTheDeadline() {
        piece.take();
        piece.fail(Reason.DISK_FULL, true);

        assertThat(piece.await(NOW)).isEqualTo(new Outcome.NotDone<>(Reason.DISK_FULL));
    }

    @Test
    void isNotDoneForAWaiterWhoIsInterruptedBeforeItIsBegun() {
        Thread.currentThread().interrupt();

        assertThat(piece.await(TestSpool.soon())).isEqualTo(new Outcome.NotDone<>(Reason.DISK_SLOW));
        assertThat(Thread.currentThread().isInterrupted()).isTrue();
        assertThat(piece.take()).isFalse();
    }

    @Test
    void isUnknownToAWaiterWhoIsInterruptedWhileItIsDone() {
        piece.take();
        Thread.currentThread().interrupt();

        assertThat(piece.await(TestSpool.soon())).isEqualTo(new Outcome.Unknown<>(Reason.DISK_SLOW));
        assertThat(Thread.currentThread().isInterrupted()).isTrue();
    }
}
