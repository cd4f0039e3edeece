package dev.holdfast.reconcile;

import static dev.holdfast.reconcile.Journey.DUPLICATE;
import static dev.holdfast.reconcile.Journey.PLACED;
import static dev.holdfast.reconcile.Journey.PLACED_LATER;
import static dev.holdfast.testing.Jobs.job;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.job.Node;
import dev.holdfast.job.Placement;
import dev.holdfast.job.Reason;
import dev.holdfast.job.Safety;
import dev.holdfast.reconcile.WayHome.Origin;
import dev.holdfast.testing.ScriptedJobQueue;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Jobs that were taken back after they were sent: a node is asked for them like for any other. */
@ExtendWith(OutputCaptureExtension.class)
class WithdrawnJobsTests {

    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void aNodesAnswerEndsThemAndIsCountedApart() {
        Journey journey = journey(new ScriptedJobQueue(PLACED, DUPLICATE));
        journey.source.strand(job("a").withdrawn());
        journey.after(SECOND);
        journey.source.strand(job("b").withdrawn());

        journey.during(SECOND);

        assertThat(journey.source.events()).containsExactly("finished a", "finished b");
        assertThat(journey.placedFromDisk(Node.PRIMARY, "withdrawn")).isEqualTo(2);
        assertThat(journey.placedFromDisk(Node.PRIMARY, "placed")).isZero();
        assertThat(journey.placedFromDisk(Node.PRIMARY, "duplicate")).isZero();
    }

    @Test
    void aProofThatTheNodeMayHaveLostIsLeftThereOnceMore() {
        ScriptedJobQueue home = new ScriptedJobQueue(PLACED, PLACED_LATER);
        Journey journey = journey(home);
        journey.safety = Safety.RUN_OVER;
        journey.source.strand(job("a").withdrawn());

        journey.during(SECOND);

        assertThat(journey.source.events()).containsExactly("finished a");
        assertThat(home.seen()).hasSize(2);
    }

    @Test
    void oneThatIsBeingMovedKeepsNobodyWaiting() {
        Journey journey = journey(new ScriptedJobQueue(new Placement.NotWritten(Reason.MOVING), PLACED));
        journey.source.strand(job("a").withdrawn());
        journey.after(SECOND);
        journey.source.strand(job("b"));

        journey.during(SECOND);

        assertThat(journey.source.events()).containsExactly("finished b");
    }

    @Test
    void oneThatANodeWillNotTakeBackIsSaidInTheLog(CapturedOutput output) {
        Journey journey = journey(new ScriptedJobQueue(new Placement.Refused(Reason.SCRIPT_ERROR)));
        journey.source.strand(job("a").withdrawn());

        journey.during(SECOND);

        assertThat(output).contains("taken back").contains("job=a").contains("script_error");
    }

    @Test
    void nothingIsPlacedFromAClaimThatIsRevokedNeitherInDoubtNorAfterANewRun() {
        ScriptedJobQueue home = new ScriptedJobQueue(new Placement.InDoubt(Node.PRIMARY, Reason.NO_REPLY), PLACED);
        Journey journey = journey(home);
        journey.safety = Safety.WAITING;
        journey.source.strand(job("a"));
        journey.after(SECOND);
        journey.source.strand(job("b"));
        journey.after(SECOND);
        int before = home.seen().size();

        journey.source.revokeAll();
        journey.safety = Safety.RUN_OVER;
        journey.during(SECOND.multipliedBy(20));

        assertThat(home.seen()).hasSize(before);
    }

    private static Journey journey(ScriptedJobQueue home) {
        return new Journey(Origin.SPOOL, Node.PRIMARY, home);
    }
}
