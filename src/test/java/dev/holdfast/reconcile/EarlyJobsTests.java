package dev.holdfast.reconcile;

import static dev.holdfast.reconcile.Journey.PLACED;
import static dev.holdfast.testing.Jobs.job;
import static dev.holdfast.testing.Jobs.jobAfter;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.job.Placement;
import dev.holdfast.job.Reason;
import dev.holdfast.testing.ScriptedJobQueue;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Jobs that may not come home before another one has. */
class EarlyJobsTests {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Placement EARLY = new Placement.NotWritten(Reason.DEPENDENCY_ELSEWHERE);

    @Test
    void aChildThatComesTooEarlyIsNeitherReleasedNorForgotten() {
        Journey journey = new Journey(new ScriptedJobQueue(EARLY));
        journey.source.strand(jobAfter("child", "parent"));

        journey.during(SECOND);

        assertThat(journey.source.events()).isEmpty();
        assertThat(journey.strays()).isOne();
    }

    @Test
    void aChildThatComesTooEarlyKeepsNobodyWaiting() {
        ScriptedJobQueue home = new ScriptedJobQueue(EARLY, PLACED);
        Journey journey = new Journey(home);
        journey.source.strand(jobAfter("child", "parent"));
        journey.after(SECOND);
        journey.source.strand(job("a"));

        journey.during(SECOND.multipliedBy(3));

        assertThat(journey.source.events()).containsExactly("finished a");
    }

    @Test
    void aJobWhoseIdIsTakenWaitsForTheEndOfTheOtherOneAndIsNotSetAside() {
        Placement taken = new Placement.Conflict(Placement.Conflict.Over.ID);
        Journey journey = new Journey(new ScriptedJobQueue(taken, PLACED));
        journey.source.strand(job("daily"));

        journey.during(SECOND.multipliedBy(35));

        assertThat(journey.source.events()).containsExactly("finished daily");
    }

    @Test
    void aChildIsOfferedAgainWhenItsClaimHasRunOut() {
        ScriptedJobQueue home = new ScriptedJobQueue(EARLY, PLACED);
        Journey journey = new Journey(home);
        journey.source.strand(jobAfter("child", "parent"));

        journey.during(SECOND.multipliedBy(35));

        assertThat(home.seen()).hasSize(2);
        assertThat(journey.source.events()).containsExactly("finished child");
    }
}
