package dev.holdfast.dependency;

import static dev.holdfast.testing.Jobs.job;
import static dev.holdfast.testing.Jobs.jobAfter;
import static dev.holdfast.testing.Jobs.jobAfterAnyEndOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.job.Deadline;
import dev.holdfast.job.Job;
import dev.holdfast.job.JobId;
import dev.holdfast.job.JobQueue;
import dev.holdfast.job.JobQueueContract;
import dev.holdfast.job.JobState;
import dev.holdfast.job.Node;
import dev.holdfast.job.Placement;
import dev.holdfast.job.Reason;
import dev.holdfast.job.Start;
import dev.holdfast.testing.InMemoryJobQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What becomes of a child whose parent its node does not know. */
class DependentJobQueueTests extends JobQueueContract {

    private static final Placement ELSEWHERE = new Placement.NotWritten(Reason.DEPENDENCY_ELSEWHERE);
    private static final Placement DOWN = new Placement.NotWritten(Reason.UNREACHABLE);

    private final List<List<String>> calls = new ArrayList<>();
    private final Set<Parent> elsewhere = new HashSet<>();
    private Sighting sighting = Sighting.THERE;
    private final List<Parent> asked = new ArrayList<>();
    private final Set<String> failing = new HashSet<>();

    @Override
    protected JobQueue queue() {
        return new DependentJobQueue(new InMemoryJobQueue(), (parent, deadline) -> Sighting.NOWHERE);
    }

    @Test
    void aChildWhoseParentIsNowhereIsPlacedAtTheSecondAttempt() {
        assertThat(place(jobAfter("child", "parent"))).hasExactlyElementsOfTypes(Placement.Placed.class);
        assertThat(calls).containsExactly(List.of("child"), List.of("child"));
    }

    @Test
    void aChildWhoseParentIsElsewhereIsNotWritten() {
        elsewhere.add(new Parent(new JobId("parent"), false));

        assertThat(place(jobAfter("child", "parent"))).containsExactly(ELSEWHERE);
        assertThat(calls).containsExactly(List.of("child"));
    }

    @Test
    void oneOfManyParentsIsEnoughToWaitFor() {
        elsewhere.add(new Parent(new JobId("c"), false));

        assertThat(place(jobAfter("child", "a", "b", "c"))).containsExactly(ELSEWHERE);
    }

    @Test
    void whoeverIsAskedHearsWhetherAFailureIsTheEnd() {
        place(jobAfterAnyEndOf("one", "parent"), jobAfter("other", "parent"));

        assertThat(asked)
                .containsExactly(new Parent(new JobId("parent"), true), new Parent(new JobId("parent"), false));
    }

    @Test
    void brothersAskForTheirParentOnce() {
        place(jobAfter("one", "parent"), jobAfter("other", "parent"));

        assertThat(asked).containsExactly(new Parent(new JobId("parent"), false));
    }

    @Test
    void aChildOfAJobThatTheNodeHasNotTakenInTheSameBatchIsNotWritten() {
        failing.add("parent");

        assertThat(place(job("parent"), jobAfter("child", "parent"))).containsExactly(DOWN, ELSEWHERE);
        assertThat(asked).isEmpty();
    }

    @Test
    void aGrandchildOfSuchAJobIsNotWrittenEither() {
        failing.add("parent");

        assertThat(place(job("parent"), jobAfter("child", "parent"), jobAfter("grandchild", "child")))
                .containsExactly(DOWN, ELSEWHERE, ELSEWHERE);
    }

    @Test
    void othersOfTheBatchKeepTheirAnswersAndPlaces() {
        elsewhere.add(new Parent(new JobId("away"), false));

        assertThat(place(job("a"), jobAfter("b", "away"), jobAfter("c", "nowhere"), job("d")))
                .hasExactlyElementsOfTypes(
                        Placement.Placed.class,
                        Placement.NotWritten.class,
                        Placement.Placed.class,
                        Placement.Placed.class);
        assertThat(calls).containsExactly(List.of("a", "b", "c", "d"), List.of("c"));
    }

    @Test
    void aChildWaitsWhileNobodyCanSayWhereItsParentIs() {
        elsewhere.add(new Parent(new JobId("parent"), false));
        sighting = Sighting.UNSURE;

        assertThat(place(jobAfter("child", "parent"))).containsExactly(ELSEWHERE);
    }

    @Test
    void aChildThatHasWaitedLongEnoughDoesSoNoMore() {
        elsewhere.add(new Parent(new JobId("parent"), false));
        sighting = Sighting.UNSURE;

        assertThat(place(jobAfter("child", "parent").withMissingParentsMet()))
                .hasExactlyElementsOfTypes(Placement.Placed.class);
    }

    @Test
    void aChildThatHasWaitedLongEnoughStillWaitsForAParentThatIsSeen() {
        elsewhere.add(new Parent(new JobId("parent"), false));

        assertThat(place(jobAfter("child", "parent").withMissingParentsMet())).containsExactly(ELSEWHERE);
    }

    @Test
    void theSearchLeavesTimeForTheSecondAttempt() {
        List<Long> given = new ArrayList<>();
        JobQueue queue = new DependentJobQueue(new Unknowing(), (parent, deadline) -> {
            given.add(deadline.remainingNanos());
            return Sighting.NOWHERE;
        });

        queue.place(List.of(jobAfter("child", "parent")), Deadline.in(Duration.ofSeconds(3), () -> 0));

        assertThat(given).containsExactly(Duration.ofSeconds(1).toNanos());
    }

    private List<Placement> place(Job... jobs) {
        JobQueue queue = new DependentJobQueue(new Unknowing(), (parent, deadline) -> {
            asked.add(parent);
            return elsewhere.contains(parent) ? sighting : Sighting.NOWHERE;
        });
        return queue.place(List.of(jobs), Deadline.in(Duration.ofSeconds(5), System::nanoTime));
    }

    /** A node that knows no parents at all. */
    private final class Unknowing implements JobQueue {

        @Override
        public List<Placement> place(List<Job> jobs, Deadline deadline) {
            calls.add(jobs.stream().map(job -> job.id().value()).toList());
            return jobs.stream().map(this::placement).toList();
        }

        private Placement placement(Job job) {
            if (failing.contains(job.id().value())) {
                return DOWN;
            }
            boolean orphan = job.terms().start() instanceof Start.After after && !after.missingAreMet();
            return orphan ? ELSEWHERE : new Placement.Placed(Node.PRIMARY, "run", JobState.QUEUED);
        }
    }
}
