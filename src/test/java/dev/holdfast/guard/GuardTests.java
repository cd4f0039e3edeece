package dev.holdfast.guard;

import static dev.holdfast.testing.Jobs.job;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.holdfast.job.Deadline;
import dev.holdfast.job.JobQueue;
import dev.holdfast.job.JobState;
import dev.holdfast.job.Node;
import dev.holdfast.job.Placement;
import dev.holdfast.job.Reason;
import io.github.resilience4j.retry.RetryRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The guard with Resilience4j's real clock and backoff. */
class GuardTests {

    private final RetryRegistry retries = TestGuards.retries();
    private final Guard guard = new Guard(retries, TestGuards.properties());
    private final AtomicInteger attempts = new AtomicInteger();

    @Test
    void asksFiveTimesAtMost() {
        Placement placement = place(answering(new Placement.NotWritten(Reason.BUSY)), Duration.ofSeconds(30));

        assertThat(placement).isEqualTo(new Placement.NotWritten(Reason.BUSY));
        assertThat(attempts).hasValue(5);
    }

    @Test
    void asksOnceWhenThereIsNoTimeToWait() {
        place(answering(new Placement.NotWritten(Reason.BUSY)), Duration.ZERO);

        assertThat(attempts).hasValue(1);
    }

    @Test
    void asksAgainUntilTheNodeTakesIt() {
        Placement placed = new Placement.Placed(Node.PRIMARY, "run", JobState.QUEUED);
        JobQueue queue = (jobs, deadline) ->
                List.of(attempts.incrementAndGet() < 3 ? new Placement.NotWritten(Reason.NOREPLICAS) : placed);

        assertThat(place(queue, Duration.ofSeconds(30))).isEqualTo(placed);
        assertThat(attempts).hasValue(3);
    }

    @Test
    void countsItsCallsUnderTheNameOfTheNode() {
        place(answering(new Placement.Conflict()), Duration.ofSeconds(30));

        assertThat(retries.retry("primary-place").getMetrics().getNumberOfSuccessfulCallsWithoutRetryAttempt())
                .isEqualTo(1);
    }

    @Test
    void makesASingleCallOnce() {
        assertThatIllegalStateException().isThrownBy(() -> guard.once(Node.STANDBY, "proof", this::failing));
        assertThat(attempts).hasValue(1);
    }

    @Test
    void makesASingleCallToSomebodyElseOnceAndCountsIt() {
        assertThatIllegalStateException().isThrownBy(() -> guard.once("webhook-1", "post", this::failing));
        assertThat(attempts).hasValue(1);
        assertThat(retries.retry("webhook-1-post").getMetrics().getNumberOfFailedCallsWithRetryAttempt())
                .isEqualTo(1);
    }

    @Test
    void waitsLongerAndLongerToReconnectButNotForEver() {
        IntFunction<Duration> waits = guard.reconnectWaits();

        assertThat(waits.apply(1)).isBetween(Duration.ofMillis(25), Duration.ofMillis(75));
        assertThat(IntStream.rangeClosed(1, 1_000).mapToObj(waits))
                .allSatisfy(wait -> assertThat(wait).isBetween(Duration.ofMillis(25), Duration.ofSeconds(2)));
        assertThat(IntStream.range(0, 50).mapToObj(any -> waits.apply(20)).distinct())
                .hasSizeGreaterThan(1);
    }

    @Test
    void refusesWaitsThatContradictEachOther() {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> new GuardProperties(Duration.ofMillis(250), Duration.ofMillis(50), Duration.ofMillis(40)))
                .withMessageContaining("reconnect-longest 40 ms");
    }

    private Placement place(JobQueue queue, Duration limit) {
        JobQueue guarded = guard.around(Node.PRIMARY, queue);
        return guarded.place(List.of(job("a")), Deadline.in(limit, System::nanoTime))
                .get(0);
    }

    private JobQueue answering(Placement placement) {
        return (jobs, deadline) -> {
            attempts.incrementAndGet();
            return List.of(placement);
        };
    }

    private String failing() {
        attempts.incrementAndGet();
        throw new IllegalStateException("no");
    }
}
