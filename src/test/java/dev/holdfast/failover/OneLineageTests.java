package dev.holdfast.failover;

import static dev.holdfast.job.Node.PRIMARY;
import static dev.holdfast.job.Node.STANDBY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.job.Reason;
import dev.holdfast.testing.KnownNodes;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Two nodes that hold copies of the same data: docs/protocol.md, one lineage. */
class OneLineageTests {

    private static final Duration LONG = Duration.ofHours(1);

    private final KnownNodes nodes = new KnownNodes();
    private long nanos;
    private final ActiveNode active = TestFailover.active(nodes.states(), () -> nanos);

    @Test
    void goesToNoReplica() {
        pair();
        nodes.down(PRIMARY, "connection_lost");

        assertThat(active.settle().node()).isEmpty();
    }

    @Test
    void goesToAReplicaThatHasBeenPromoted() {
        pair();
        nodes.down(PRIMARY, "connection_lost");
        active.settle();

        nodes.up(STANDBY, Duration.ZERO, "data");

        assertThat(active.settle().node()).contains(STANDBY);
    }

    @Test
    void neverGoesBackToAStalePrimary() {
        promote();

        nodes.up(PRIMARY, LONG, "data");
        nanos += LONG.toNanos();

        assertThat(active.settle().node()).contains(STANDBY);
        assertThat(active.isStale(PRIMARY)).isTrue();
        assertThat(active.mayDrain()).isFalse();
    }

    @Test
    void doesNotFleeToAStalePrimary() {
        promote();
        nodes.up(PRIMARY, LONG, "data");
        active.settle();

        assertThat(active.leave(active.view(), Reason.OOM).node()).contains(STANDBY);
        nodes.down(STANDBY, "oom");
        assertThat(active.settle().node()).isEmpty();
        assertThat(active.takesJobs()).isFalse();
    }

    @Test
    void goesToAStalePrimaryOnlyOnAnOperatorsWord() {
        promote();
        nodes.up(PRIMARY, LONG, "data");
        active.settle();

        assertThat(active.move(PRIMARY, "the standby's disk is lost")).isTrue();

        assertThat(active.settle().node()).contains(PRIMARY);
        assertThat(active.isStale(STANDBY)).isTrue();
    }

    @Test
    void leavesAPrimaryWhoseReplicaIsPromotedBesideIt() {
        pair();

        nodes.up(STANDBY, Duration.ZERO, "data");

        assertThat(active.settle().node()).contains(STANDBY);
        assertThat(active.cause()).isEqualTo("promoted");
    }

    @Test
    void followsThePromotionBack() {
        promote();
        nodes.replica(PRIMARY, "data");
        active.settle();
        assertThat(active.node()).contains(STANDBY);

        nodes.replica(STANDBY, "data").up(PRIMARY, Duration.ZERO, "data");

        assertThat(active.settle().node()).contains(PRIMARY);
    }

    @Test
    void writesToNeitherOfTwoMastersWhoseOrderNobodyKnows() {
        nodes.up(PRIMARY, LONG, "data").up(STANDBY, LONG, "data");

        assertThat(active.settle().node()).isEmpty();
        assertThat(active.cause()).isEqualTo("two_masters");
        assertThat(active.takesJobs()).isFalse();
    }

    @Test
    void asksAnOperatorWhichOfTwoMastersIsTheNewer() {
        nodes.up(PRIMARY, LONG, "data").up(STANDBY, LONG, "data");
        active.settle();

        assertThat(active.move(STANDBY, null)).isTrue();

        assertThat(active.settle().node()).contains(STANDBY);
        assertThat(active.isStale(PRIMARY)).isTrue();
    }

    @Test
    void leavesAMasterToWhichASecondOneComesFromNowhere() {
        nodes.up(PRIMARY, LONG, "data").down(STANDBY, "unreachable");
        active.settle();

        nodes.up(STANDBY, Duration.ZERO, "data");

        assertThat(active.settle().node()).isEmpty();
        assertThat(active.cause()).isEqualTo("two_masters");
    }

    @Test
    void staysWithTheStandbyThatServesWhenThePrimaryReturns() {
        nodes.down(PRIMARY, "unreachable").up(STANDBY, LONG, "data");
        active.settle();

        nodes.up(PRIMARY, LONG, "data");
        nanos += LONG.toNanos();

        assertThat(active.settle().node()).contains(STANDBY);
        assertThat(active.isStale(PRIMARY)).isTrue();
    }

    @Test
    void areAPairAgainOnceTheDataDiffer() {
        promote();
        nodes.up(PRIMARY, LONG, "data");
        active.settle();

        nodes.up(PRIMARY, LONG, "emptied");
        nanos += LONG.toNanos();

        assertThat(active.settle().node()).contains(PRIMARY);
        assertThat(active.isStale(PRIMARY)).isFalse();
    }

    private void pair() {
        nodes.up(PRIMARY, LONG, "data").replica(STANDBY, "data");
        active.settle();
        assertThat(active.node()).contains(PRIMARY);
    }

    private void promote() {
        pair();
        nodes.down(PRIMARY, "connection_lost");
        active.settle();
        nodes.up(STANDBY, Duration.ZERO, "data");
        active.settle();
        assertThat(active.node()).contains(STANDBY);
    }
}
