package dev.holdfast.reconcile;

import static dev.holdfast.reconcile.Journey.DUPLICATE;
import static dev.holdfast.reconcile.Journey.PLACED;
import static dev.holdfast.reconcile.Journey.PLACED_LATER;
import static dev.holdfast.testing.Jobs.job;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.job.Claim;
import dev.holdfast.job.Job;
import dev.holdfast.job.JobId;
import dev.holdfast.job.Node;
import dev.holdfast.job.Placement;
import dev.holdfast.job.Reason;
import dev.holdfast.job.Safety;
import dev.holdfast.testing.InMemoryJobQueue;
import dev.holdfast.testing.ScriptedJobQueue;
import java.time.Duration;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What comes of a stray, whatever the primary says, or does not say. */
class ReconcilerTests {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final Placement UNREACHABLE = new Placement.NotWritten(Reason.UNREACHABLE);
    private static final Placement DOUBT = new Placement.InDoubt(Node.PRIMARY, Reason.NO_REPLY);

    @Test
    void bringsStraysHomeOldestFirstAndHasThemForgotten() {
        InMemoryJobQueue home = new InMemoryJobQueue();
        Journey journey = new Journey(home);
        journey.source.strand(job("a"), job("b"), job("c"));

        journey.after(SECOND).after(SECOND);

        assertThat(home.waiting()).extracting(Job::id).containsExactly(id("a"), id("b"), id("c"));
        assertThat(journey.source.events()).containsExactly("finished a", "finished b", "finished c");
        assertThat(journey.ended("placed")).isEqualTo(3);
    }

    @Test
    void finishesWhatThePrimaryHadAlready() {
        Journey journey = stranded("a", DUPLICATE);

        journey.after(SECOND).after(SECOND);

        assertThat(journey.source.events()).containsExactly("finished a");
        assertThat(journey.ended("duplicate")).isEqualTo(1);
        assertThat(journey.ended("placed")).isZero();
    }

    @Test
    void bringsNothingWhileItMayNot() {
        ScriptedJobQueue home = new ScriptedJobQueue(PLACED);
        Journey journey = new Journey(home);
        journey.source.strand(job("a"));
        journey.mayDrain = false;

        journey.during(SECOND.multipliedBy(5));

        assertThat(home.seen()).isEmpty();
        assertThat(journey.strays()).isEqualTo(1);
        assertThat(journey.source.claim(1, LEASE)).hasSize(1);
    }

    @Test
    void releasesWhatWasNotWrittenAndWaitsLongerEachTime() {
        ScriptedJobQueue home = new ScriptedJobQueue(UNREACHABLE);
        Journey journey = new Journey(home);
        journey.source.strand(job("a"));

        journey.during(Duration.ofSeconds(20));

        assertThat(journey.source.events()).containsOnly("released a");
        assertThat(journey.ended("released")).isEqualTo(home.seen().size());
        assertThat(home.seen()).hasSizeBetween(5, 10);
    }

    @Test
    void goesOnAtOnceWhenThePrimaryIsWellAgain() {
        Journey journey = stranded("a", UNREACHABLE, PLACED);

        journey.during(SECOND.multipliedBy(3));

        assertThat(journey.source.events()).containsExactly("released a", "finished a");
    }

    @Test
    void asksThePrimaryAgainAboutAJobInDoubtWhateverItSaysMeanwhile() {
        Journey journey = stranded("a", DOUBT, UNREACHABLE, DUPLICATE);

        journey.during(SECOND.multipliedBy(3));

        assertThat(journey.source.events()).containsExactly("finished a");
        assertThat(journey.ended("released")).isZero();
        assertThat(journey.ended("duplicate")).isEqualTo(1);
    }

    @Test
    void neverReleasesAJobThatItsFormerHolderMayHavePlaced() {
        Journey journey = stranded("a", DOUBT, UNREACHABLE);

        journey.during(LEASE.multipliedBy(3));

        assertThat(journey.source.events()).isEmpty();
        assertThat(journey.ended("released")).isZero();
    }

    @Test
    void setsAsideWhatThePrimaryWillNeverTake() {
        ScriptedJobQueue home =
                new ScriptedJobQueue(new Placement.Conflict(), new Placement.Refused(Reason.WRONGTYPE), PLACED);
        Journey journey = new Journey(home);
        journey.source.strand(job("a"), job("b"), job("c"));

        journey.after(SECOND).after(SECOND);

        assertThat(journey.source.events())
                .containsExactly("set aside for conflict a", "set aside for wrongtype b", "finished c");
        assertThat(journey.ended("set_aside")).isEqualTo(2);
    }

    @Test
    void keepsAStrayUntilThePrimaryWouldSurviveACrashWithIt() {
        Journey journey = stranded("a", PLACED);
        journey.safety = Safety.WAITING;

        journey.during(SECOND.multipliedBy(3));
        assertThat(journey.source.events()).isEmpty();

        journey.safety = Safety.SAFE;
        journey.after(SECOND);
        assertThat(journey.source.events()).containsExactly("finished a");
    }

    @Test
    void finishesWhatIsSafeAlsoWhileItMayBringNothing() {
        Journey journey = stranded("a", PLACED);
        journey.safety = Safety.WAITING;
        journey.after(SECOND);
        journey.mayDrain = false;
        journey.safety = Safety.SAFE;

        journey.after(SECOND);

        assertThat(journey.source.events()).containsExactly("finished a");
    }

    @Test
    void placesOnceMoreWhatThePrimaryAcceptedInARunThatHasEnded() {
        ScriptedJobQueue home = new ScriptedJobQueue(PLACED, PLACED_LATER);
        Journey journey = new Journey(home);
        journey.source.strand(job("a"));
        journey.safety = Safety.RUN_OVER;

        journey.after(SECOND).after(SECOND).after(SECOND);

        assertThat(home.seen()).hasSize(2);
        assertThat(journey.source.events()).containsExactly("finished a");
        assertThat(journey.ended("placed")).isEqualTo(1);
    }

    @Test
    void doesNotReleaseWhatMayBeAtHomeFromARunThatHasEnded() {
        Journey journey = stranded("a", PLACED, UNREACHABLE);
        journey.safety = Safety.RUN_OVER;

        journey.during(SECOND.multipliedBy(5));

        assertThat(journey.source.events()).isEmpty();
    }

    @Test
    void placesNothingOnceMoreWhileItMayNot() {
        ScriptedJobQueue home = new ScriptedJobQueue(PLACED);
        Journey journey = new Journey(home);
        journey.source.strand(job("a"));
        journey.safety = Safety.WAITING;
        journey.after(SECOND);
        journey.mayDrain = false;
        journey.safety = Safety.RUN_OVER;

        journey.during(LEASE.plus(SECOND));

        assertThat(home.seen()).hasSize(1);
        assertThat(journey.source.events()).isEmpty();
    }

    @Test
    void placesNothingAfterTheLeaseHasEnded() {
        InMemoryJobQueue home = new InMemoryJobQueue();
        Journey[] journey = new Journey[1];
        // A pause of this very process between the claim and the placement, as long as the lease.
        journey[0] = new Journey((jobs, deadline) -> {
            journey[0].clock.advance(LEASE);
            return home.place(jobs, deadline);
        });
        journey[0].source.strand(job("a"));

        journey[0].after(SECOND);

        assertThat(home.waiting()).isEmpty();
        assertThat(journey[0].ended("placed")).isZero();
    }

    @Test
    void asksNoQueueForClaimsThatHaveRunOutAlready() {
        ScriptedJobQueue home = new ScriptedJobQueue(PLACED);
        Journey journey = new Journey(home);
        journey.source.strand(job("a"));
        journey.safety = Safety.WAITING;
        journey.after(SECOND);

        journey.clock.advance(LEASE);
        journey.safety = Safety.RUN_OVER;
        journey.mayDrain = false;
        journey.after(Duration.ZERO);

        assertThat(home.seen()).hasSize(1);
        assertThat(journey.source.claim(1, LEASE))
                .extracting(Claim::claimedBefore)
                .containsExactly(true);
    }

    @Test
    void countsWhatMayRunTwiceBecauseItsProofHasFaded() {
        Journey journey = stranded("a", PLACED);
        journey.source.proofsFade();

        journey.after(SECOND);

        assertThat(journey.doubles("forgotten")).isEqualTo(1);
    }

    @Test
    void aKnownDuplicateIsNoPossibleDouble() {
        Journey journey = stranded("a", DUPLICATE);
        journey.source.proofsFade();

        journey.after(SECOND);

        assertThat(journey.doubles("forgotten")).isZero();
    }

    @Test
    void countsWhatAWorkerOfTheStandbyTookAndThePrimaryHasToo() {
        Journey journey = stranded("a", PLACED);
        journey.source.strand(job("b"), job("c"));
        journey.source.take(id("b"));
        journey.source.take(id("c"));
        journey.knownToPrimary = Set.of(id("c"));

        journey.after(SECOND);

        assertThat(journey.doubles("both_nodes")).isEqualTo(1);
    }

    @Test
    void doesNotKnowHowManyWaitWhenNobodySays() {
        Journey journey = stranded("a", PLACED);
        journey.source.goAway();

        journey.during(SECOND.multipliedBy(3));

        assertThat(journey.strays()).isNaN();
        assertThat(journey.source.events()).isEmpty();
    }

    @Test
    void beginsGently() {
        InMemoryJobQueue home = new InMemoryJobQueue();
        Journey journey = new Journey(home);
        journey.source.strand(
                IntStream.range(0, 20_000).mapToObj(i -> job("job-" + i)).toArray(Job[]::new));

        journey.during(SECOND.minusMillis(50));
        assertThat(home.waiting()).hasSizeBetween(150, 200);

        journey.during(SECOND);
        assertThat(home.waiting()).hasSizeBetween(500, 620);

        journey.during(SECOND.multipliedBy(3));
        int before = home.waiting().size();
        journey.during(SECOND);
        assertThat(home.waiting().size() - before).isBetween(1_800, 2_100);
    }

    private static Journey stranded(String id, Placement... placements) {
        Journey journey = new Journey(new ScriptedJobQueue(placements));
        journey.source.strand(job(id));
        return journey;
    }

    private static JobId id(String id) {
        return new JobId(id);
    }
}
