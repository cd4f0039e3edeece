package dev.holdfast.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.job.Deadline;
import dev.holdfast.job.Fingerprint;
import dev.holdfast.job.Job;
import dev.holdfast.job.JobId;
import dev.holdfast.job.JobQueue;
import dev.holdfast.job.JobState;
import dev.holdfast.job.Node;
import dev.holdfast.job.Placement;
import dev.holdfast.job.QueueName;
import dev.holdfast.job.Reason;
import dev.holdfast.job.Terms;
import dev.holdfast.testing.ManualClock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PlacementAttemptsTests {

    private static final Placement PLACED = new Placement.Placed(Node.PRIMARY, "run", JobState.QUEUED);
    private static final Placement ALREADY = new Placement.AlreadyPlaced(Node.PRIMARY, "run");
    private static final Placement CONFLICT = new Placement.Conflict();
    private static final Placement LOST = new Placement.InDoubt(Node.PRIMARY, Reason.CONNECTION_LOST);

    private final ManualClock clock = new ManualClock();
    private final List<List<String>> asked = new ArrayList<>();
    private final Deque<List<Placement>> answers = new ArrayDeque<>();
    private final JobQueue queue = (jobs, deadline) -> {
        asked.add(jobs.stream().map(job -> job.id().value()).toList());
        return answers.remove();
    };

    @Test
    void asksOnceWhenEverythingIsSettled() {
        PlacementAttempts attempts = attempts("a", "b");
        answers.add(List.of(PLACED, CONFLICT));

        attempts.attempt(queue);

        assertThat(attempts.wantAnother()).isFalse();
        assertThat(attempts.placements()).containsExactly(PLACED, CONFLICT);
    }

    @Test
    void asksAgainOnlyForWhatIsOpen() {
        PlacementAttempts attempts = attempts("a", "b", "c");
        answers.add(List.of(PLACED, notWritten(Reason.BUSY), CONFLICT));
        answers.add(List.of(PLACED));

        attempts.attempt(queue);
        assertThat(attempts.wantAnother()).isTrue();
        attempts.attempt(queue);

        assertThat(attempts.wantAnother()).isFalse();
        assertThat(asked).containsExactly(List.of("a", "b", "c"), List.of("b"));
        assertThat(attempts.placements()).containsExactly(PLACED, PLACED, CONFLICT);
    }

    @ParameterizedTest
    @EnumSource(
            value = Reason.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"EXPIRED", "NOREPLICAS", "BUSY", "CONNECTION_LOST", "NO_REPLY", "PROTOCOL_ERROR"})
    void doesNotAskAgainWhereThatCannotHelp(Reason reason) {
        PlacementAttempts attempts = attempts("a");
        answers.add(List.of(notWritten(reason)));

        attempts.attempt(queue);

        assertThat(attempts.wantAnother()).isFalse();
    }

    @Test
    void aPlacementByALostAttemptCountsAsOurs() {
        PlacementAttempts attempts = attempts("a");
        answers.add(List.of(LOST));
        answers.add(List.of(ALREADY));

        attempts.attempt(queue).attempt(queue);

        assertThat(attempts.placements()).containsExactly(PLACED);
    }

    @Test
    void aPlacementByAnEarlierRequestStaysThat() {
        PlacementAttempts attempts = attempts("a");
        answers.add(List.of(notWritten(Reason.BUSY)));
        answers.add(List.of(ALREADY));

        attempts.attempt(queue).attempt(queue);

        assertThat(attempts.placements()).containsExactly(ALREADY);
    }

    @ParameterizedTest
    @EnumSource(Reason.class)
    void noLaterRefusalEndsADoubt(Reason reason) {
        PlacementAttempts attempts = attempts("a");
        answers.add(List.of(LOST));
        answers.add(List.of(notWritten(reason)));
        answers.add(List.of(new Placement.Refused(reason)));

        attempts.attempt(queue).attempt(queue);
        if (attempts.wantAnother()) {
            attempts.attempt(queue);
        }

        assertThat(attempts.placements()).containsExactly(LOST);
    }

    @Test
    void aRefusedConnectionEndsTheAskingButNotTheDoubt() {
        PlacementAttempts attempts = attempts("a");
        answers.add(List.of(LOST));
        answers.add(List.of(notWritten(Reason.CONNECTION_REFUSED)));

        attempts.attempt(queue);
        assertThat(attempts.wantAnother()).isTrue();
        attempts.attempt(queue);

        assertThat(attempts.wantAnother()).isFalse();
        assertThat(attempts.placements()).containsExactly(LOST);
    }

    @Test
    void aDoubtIsAskedAboutForAQuarterOfASecond() {
        PlacementAttempts attempts = attempts("a");
        answers.add(List.of(LOST));
        answers.add(List.of(notWritten(Reason.UNREACHABLE)));

        attempts.attempt(queue);
        clock.advance(Duration.ofMillis(225));
        assertThat(attempts.wantAnother()).isTrue();
        attempts.attempt(queue);
        clock.advance(Duration.ofMillis(10));

        assertThat(attempts.wantAnother()).isFalse();
    }

    @Test
    void doesNotWaitAcrossTheDeadline() {
        PlacementAttempts attempts = attempts("a");
        answers.add(List.of(notWritten(Reason.BUSY)));
        clock.advance(Duration.ofMillis(1_485));

        attempts.attempt(queue);

        assertThat(attempts.wantAnother()).isFalse();
    }

    private PlacementAttempts attempts(String... ids) {
        List<Job> jobs = Stream.of(ids).map(PlacementAttemptsTests::job).toList();
        Deadline deadline = Deadline.in(Duration.ofMillis(1_500), clock::nanoTime);
        return new PlacementAttempts(jobs, deadline, Duration.ofMillis(250), attempt -> 20L);
    }

    private static Placement notWritten(Reason reason) {
        return new Placement.NotWritten(reason);
    }

    private static Job job(String id) {
        return new Job(
                new JobId(id),
                new QueueName("default"),
                new Fingerprint("0".repeat(32)),
                Duration.ofMinutes(15),
                null,
                Terms.PLAIN,
                Arrays.asList(new byte[] {'a'}, new byte[] {'b'}));
    }
}
