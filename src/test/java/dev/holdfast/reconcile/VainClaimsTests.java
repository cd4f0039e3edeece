package dev.holdfast.reconcile;

import static dev.holdfast.reconcile.Journey.PLACED;
import static dev.holdfast.testing.Jobs.job;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.job.Node;
import dev.holdfast.reconcile.WayHome.Origin;
import dev.holdfast.testing.ScriptedJobQueue;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How often a standby is asked that has strays and offers none: a metered Redis bills for each question. */
class VainClaimsTests {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration STEP = Duration.ofMillis(50);
    private static final Duration LONG = Duration.ofDays(1);

    private final Journey journey = new Journey(Origin.STRAYS, Node.PRIMARY, new ScriptedJobQueue(PLACED));

    @BeforeEach
    void strandAJobThatSomebodyElseHolds() {
        journey.source.strand(job("held"));
        assertThat(journey.source.claim(1, LONG)).hasSize(1);
    }

    @Test
    void atFirstItIsAskedTenTimesASecond() {
        assertThat(askedDuring(SECOND.multipliedBy(4))).isBetween(38, 41);
    }

    @Test
    void afterFiftyTimesInVainItIsAskedEveryTwoSeconds() {
        assertThat(askedDuring(SECOND.multipliedBy(7))).isBetween(50, 53);

        assertThat(askedDuring(SECOND.multipliedBy(60))).isBetween(29, 31);
    }

    @Test
    void aJobThatItOffersIsBroughtHomeAndItIsAskedOftenAgain() {
        journey.during(SECOND.multipliedBy(20));
        journey.source.strand(job("free"));

        journey.during(SECOND.multipliedBy(3));

        assertThat(journey.source.events()).containsExactly("finished free");
        assertThat(askedDuring(SECOND.multipliedBy(3))).isBetween(28, 31);
    }

    @Test
    void itIsAskedAtOnceWhenThePrimaryTakesJobsAgain() {
        journey.during(SECOND.multipliedBy(20));
        int asked = journey.source.askedForJobs();
        while (journey.source.askedForJobs() == asked) {
            journey.after(STEP);
        }
        journey.source.strand(job("free"));

        journey.mayDrain = false;
        journey.after(STEP);
        journey.mayDrain = true;
        journey.after(STEP).after(STEP).after(STEP);

        assertThat(journey.source.events()).containsExactly("finished free");
    }

    private int askedDuring(Duration time) {
        int before = journey.source.askedForJobs();
        journey.during(time);
        return journey.source.askedForJobs() - before;
    }
}
