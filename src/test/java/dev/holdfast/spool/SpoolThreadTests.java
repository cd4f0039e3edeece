package dev.holdfast.spool;

import static dev.holdfast.testing.Jobs.job;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.job.Deadline;
import dev.holdfast.job.Placement;
import dev.holdfast.job.Reason;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolThreadTests {

    @TempDir
    private Path directory;

    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);
    private TestSpool spool;

    @BeforeEach
    void open() {
        spool = new TestSpool(directory);
    }

    @AfterEach
    void close() {
        goOn.countDown();
        spool.close();
    }

    @Test
    void neverDoesWhatWasNotBegunInTime() {
        holdTheThread();
        AtomicBoolean done = new AtomicBoolean();

        Outcome<Boolean> late = spool.spool().ask(open -> done.getAndSet(true), in(Duration.ofMillis(20)));
        goOn.countDown();

        assertThat(late).isEqualTo(new Outcome.NotDone<>(Reason.DISK_SLOW));
        assertThat(spool.keep(job("a"))).isInstanceOf(Placement.Spooled.class);
        assertThat(done).isFalse();
    }

    @Test
    void saysThatItIsUnknownWhatIsStillBeingDone() {
        Outcome<Boolean> slow = spool.spool()
                .ask(
                        open -> {
                            hold();
                            return true;
                        },
                        in(Duration.ofSeconds(2)));

        assertThat(begun.getCount()).isZero();
        assertThat(slow).isEqualTo(new Outcome.Unknown<>(Reason.DISK_SLOW));
    }

    @Test
    void doesAllThatWaitsTogetherExceptForWhatFails() {
        holdTheThread();
        CompletableFuture<Placement> before = CompletableFuture.supplyAsync(() -> spool.keep(job("a")));
        CompletableFuture<Outcome<Boolean>> mistake = CompletableFuture.supplyAsync(() -> spool.spool()
                .ask(
                        open -> {
                            throw new IllegalArgumentException("a mistake of ours");
                        },
                        TestSpool.soon()));
        CompletableFuture<Placement> after = CompletableFuture.supplyAsync(() -> spool.keep(job("b")));

        goOn.countDown();

        assertThat(before.join()).isInstanceOf(Placement.Spooled.class);
        assertThat(after.join()).isInstanceOf(Placement.Spooled.class);
        assertThat(mistake.join()).isEqualTo(new Outcome.NotDone<>(Reason.DISK_FAILED));
        assertThat(spool.find("a")).isPresent();
        assertThat(spool.find("b")).isPresent();
    }

    @Test
    void keepsNothingOnceTheFileIsOfNoUse() {
        spool.fail();

        assertThat(spool.keep(job("a")))
                .isEqualTo(new Placement.Full(Reason.CONNECTION_REFUSED, Reason.DISK_FAILED, Duration.ofSeconds(2)));
        assertThat(spool.spool().state().obstacle()).hasValue(Reason.DISK_FAILED);
    }

    @Test
    void leavesAnInterruptedRequestInterruptedAndTellsItTheTruth() throws InterruptedException {
        holdTheThread();
        AtomicBoolean interrupted = new AtomicBoolean();
        CompletableFuture<Placement> answer = new CompletableFuture<>();
        Thread request = new Thread(() -> {
            Thread.currentThread().interrupt();
            answer.complete(spool.keep(job("a")));
            interrupted.set(Thread.currentThread().isInterrupted());
        });
        request.start();
        request.join();

        goOn.countDown();

        assertThat(answer.join())
                .isEqualTo(new Placement.Full(Reason.CONNECTION_REFUSED, Reason.DISK_SLOW, Duration.ofSeconds(2)));
        assertThat(interrupted).isTrue();
        spool.keep(job("b"));
        assertThat(spool.find("a")).isEmpty();
    }

    private void holdTheThread() {
        CompletableFuture<?> unused = CompletableFuture.supplyAsync(() -> spool.spool()
                .ask(
                        open -> {
                            hold();
                            return true;
                        },
                        TestSpool.soon()));
        await().until(() -> begun.getCount() == 0);
    }

    private void hold() {
        begun.countDown();
        try {
            goOn.await();
        } catch (InterruptedException nobodysWord) {
            throw new IllegalStateException(nobodysWord);
        }
    }

    private static Deadline in(Duration ahead) {
        return Deadline.in(ahead, System::nanoTime);
    }
}
