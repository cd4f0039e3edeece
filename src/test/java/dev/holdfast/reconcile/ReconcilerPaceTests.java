package dev.holdfast.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.job.Node;
import dev.holdfast.job.Safety;
import dev.holdfast.reconcile.WayHome.Origin;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How fast jobs of the disk come home, where each batch takes the node a while. */
class ReconcilerPaceTests {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final int BATCH = 250;

    private final List<Integer> sizes = new ArrayList<>();
    private Duration batchTakes = Duration.ofMillis(10);
    private final Journey journey = new Journey(Origin.SPOOL, Node.PRIMARY, (jobs, deadline) -> {
        sizes.add(jobs.size());
        journey().clock.advance(batchTakes);
        return jobs.stream().map(job -> Journey.PLACED).toList();
    });

    @Test
    void bringsSevenThousandASecondThoughTheDiskAtHomeIsTwoSecondsLate() {
        journey.safeAfter = SECOND.multipliedBy(2);
        atFullPace();
        journey.strand(60_000);

        journey.during(SECOND.multipliedBy(5));

        assertThat(placed()).isBetween(5 * 7_000, 5 * 10_000 + 1_000);
    }

    @Test
    void aStepGoesOnWhileThePaceAllowsABatch() {
        atFullPace();
        journey.strand(60_000);
        batchTakes = Duration.ofMillis(24);

        journey.after(Duration.ofMillis(100));

        assertThat(sizes).hasSizeGreaterThan(30).containsOnly(BATCH);
    }

    @Test
    void aStepSettlesWhatIsSafeBetweenBatches() {
        atFullPace();
        journey.strand(60_000);
        batchTakes = Duration.ofMillis(24);

        journey.after(Duration.ofMillis(100));

        assertThat(journey.source.events()).hasSizeGreaterThan((sizes.size() - 2) * BATCH);
    }

    @Test
    void aStepEndsSoThatTheServiceCan() {
        atFullPace();
        journey.strand(60_000);
        batchTakes = Duration.ofMillis(50);
        long before = journey.clock.nanoTime();

        journey.after(Duration.ZERO);

        assertThat(Duration.ofNanos(journey.clock.nanoTime() - before)).isLessThan(Duration.ofMillis(1_100));
    }

    @Test
    void aStepEndsWhenNoMoreMayBeBroughtHome() {
        atFullPace();
        journey.strand(60_000);
        batchTakes = Duration.ofMillis(24);
        journey.mayDrain = false;

        journey.after(Duration.ofMillis(100));

        assertThat(sizes).isEmpty();
    }

    @Test
    void givesWayToANodeThatIsSlow() {
        journey.during(SECOND.multipliedBy(10));
        journey.strand(60_000);
        batchTakes = Duration.ofMillis(150);

        journey.during(SECOND.multipliedBy(5));
        int before = placed();
        journey.during(SECOND.multipliedBy(10));

        assertThat(sizes.get(sizes.size() - 1))
                .as("what a new job waits behind")
                .isLessThanOrEqualTo(40);
        assertThat(placed() - before).isLessThan(10 * 400);
    }

    @Test
    void isAsFastAsBeforeOnceTheNodeIs() {
        journey.during(SECOND.multipliedBy(10));
        journey.strand(60_000);
        batchTakes = Duration.ofMillis(150);
        journey.during(SECOND.multipliedBy(5));

        batchTakes = Duration.ofMillis(10);
        journey.during(SECOND.multipliedBy(7));
        int before = placed();
        journey.during(SECOND);

        assertThat(placed() - before).isGreaterThan(7_000);
    }

    @Test
    void holdsNoMoreInMemoryThanItMay() {
        journey.safety = Safety.WAITING;
        atFullPace();
        journey.strand(60_000);

        journey.during(SECOND.multipliedBy(10));

        assertThat(placed()).isBetween(40_000 - BATCH, 40_000 + BATCH);
    }

    private void atFullPace() {
        journey.during(SECOND.multipliedBy(10));
        assertThat(sizes).isEmpty();
    }

    private int placed() {
        return sizes.stream().mapToInt(Integer::intValue).sum();
    }

    private Journey journey() {
        return journey;
    }
}
