package dev.holdfast.reconcile;

import static dev.holdfast.testing.Jobs.job;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.job.Node;
import dev.holdfast.job.Placement;
import dev.holdfast.job.Reason;
import dev.holdfast.reconcile.WayHome.Origin;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** One job over which the node breaks off each time, and with it every answer to those that were placed together. */
class ReconcilerDoubtTests {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Placement DOUBT = new Placement.InDoubt(Node.PRIMARY, Reason.NO_REPLY);
    private static final Placement UNREACHABLE = new Placement.NotWritten(Reason.UNREACHABLE);

    private final Set<String> poisoned = new HashSet<>(Set.of("poison"));
    private final List<List<String>> calls = new ArrayList<>();
    private boolean reachable = true;
    private final Journey journey = new Journey(Origin.SPOOL, Node.PRIMARY, (jobs, deadline) -> {
        List<String> ids = jobs.stream().map(job -> job.id().value()).toList();
        calls.add(ids);
        boolean breaksOff = ids.stream().anyMatch(this::isPoisoned);
        return jobs.stream().map(job -> answer(breaksOff)).toList();
    });

    @Test
    void keepsTheOthersInDoubtForAWhileOnly() {
        journey.source.strand(job("a"), job("poison"), job("b"));

        journey.during(SECOND.multipliedBy(10));

        assertThat(journey.source.events()).containsExactlyInAnyOrder("finished a", "finished b");
        assertThat(calls.subList(0, 3)).containsOnly(List.of("a", "poison", "b"));
        assertThat(calls.subList(3, calls.size()))
                .allSatisfy(ids -> assertThat(ids).hasSize(1));
    }

    @Test
    void holdsUpNothingThatComesAfterwards() {
        journey.source.strand(job("a"), job("poison"), job("b"));
        journey.during(SECOND.multipliedBy(5));

        journey.strand(2_000);
        journey.during(SECOND.multipliedBy(15));

        assertThat(journey.source.events()).hasSize(2_002);
    }

    @Test
    void isAskedAboutSeldom() {
        journey.source.strand(job("poison"));

        journey.during(SECOND.multipliedBy(25));

        assertThat(calls).hasSizeBetween(7, 10);
    }

    @Test
    void manyOfThemDoNotHoldUpTheRestEither() {
        for (int i = 0; i < 10; i++) {
            poisoned.add("job-" + i * 20);
        }
        journey.strand(200);

        journey.during(SECOND.multipliedBy(60));

        assertThat(journey.source.events()).hasSize(190).allMatch(event -> event.startsWith("finished"));
    }

    @Test
    void isOfferedAgainWhenItsLeaseHasEnded() {
        journey.source.strand(job("a"), job("poison"));
        journey.during(SECOND.multipliedBy(29));
        int before = calls.size();
        poisoned.clear();

        journey.during(SECOND.multipliedBy(10));

        assertThat(calls.subList(before, calls.size())).containsOnly(List.of("poison"));
        assertThat(journey.source.events()).containsExactly("finished a", "finished poison");
    }

    @Test
    void isNotReleasedBecauseTheNodeIsAway() {
        journey.source.strand(job("a"), job("poison"));
        journey.during(SECOND);
        reachable = false;

        journey.during(SECOND.multipliedBy(60));

        assertThat(journey.source.events()).isEmpty();
        assertThat(journey.placedFromDisk(Node.PRIMARY, "released")).isZero();
    }

    @Test
    void goesAloneOnlyWhenItWasTriedTogetherOftenEnough() {
        journey.source.strand(job("a"), job("poison"));
        journey.during(Duration.ofMillis(300));
        reachable = false;
        journey.during(SECOND.multipliedBy(10));
        reachable = true;
        poisoned.clear();

        journey.during(SECOND.multipliedBy(10));

        assertThat(calls).allSatisfy(ids -> assertThat(ids).hasSize(2));
        assertThat(journey.source.events()).containsExactly("finished a", "finished poison");
    }

    private boolean isPoisoned(String id) {
        return poisoned.contains(id);
    }

    private Placement answer(boolean breaksOff) {
        if (!reachable) {
            return UNREACHABLE;
        }
        return breaksOff ? DOUBT : Journey.PLACED;
    }
}
