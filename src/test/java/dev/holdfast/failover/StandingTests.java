package dev.holdfast.failover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.job.Node;
import dev.holdfast.testing.KnownNodes;
import dev.holdfast.testing.ManualClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a node is there for, and where jobs belong. */
class StandingTests {

    private static final Duration LONG = Duration.ofHours(1);

    private final KnownNodes nodes = new KnownNodes();
    private final ActiveNode active = TestFailover.active(nodes.states(), new ManualClock());

    @Test
    void nobodyIsWellWhileNobodyWasReached() {
        assertThat(standing().isWell(Node.PRIMARY)).isFalse();
        assertThat(standing().takesJobs()).isFalse();
        assertThat(standing().active()).isEmpty();
    }

    @Test
    void twoThatAreUpAreWell() {
        nodes.up(Node.PRIMARY, LONG).up(Node.STANDBY, LONG);

        assertThat(standing().isWell(Node.PRIMARY)).isTrue();
        assertThat(standing().isWell(Node.STANDBY)).isTrue();
        assertThat(standing().isAtHome()).isTrue();
    }

    @Test
    void oneThatIsDownIsNotWell() {
        nodes.up(Node.PRIMARY, LONG).down(Node.STANDBY, "connection_refused");

        assertThat(standing().isWell(Node.STANDBY)).isFalse();
        assertThat(standing().isAtHome()).isTrue();
    }

    @Test
    void nobodyMissesAStandbyThatIsNotConfigured() {
        nodes.up(Node.PRIMARY, LONG).none(Node.STANDBY);

        assertThat(standing().isWell(Node.STANDBY)).isTrue();
    }

    @Test
    void aStandbyOnlyStandsInForAnIndependentPrimary() {
        nodes.down(Node.PRIMARY, "connection_lost").up(Node.STANDBY, LONG);

        assertThat(standing().isAtHome()).isFalse();
        assertThat(standing().takesJobs()).isTrue();
    }

    @Test
    void aReplicaThatFollowsDoesWhatItIsThereFor() {
        nodes.up(Node.PRIMARY, LONG, "data").replica(Node.STANDBY, "data");

        assertThat(standing().isOneLineage()).isTrue();
        assertThat(standing().isWell(Node.STANDBY)).isTrue();
    }

    @Test
    void aReplicaOfSomebodyElseDoesNot() {
        nodes.up(Node.PRIMARY, LONG, "data").replica(Node.STANDBY, "other");

        assertThat(standing().isWell(Node.STANDBY)).isFalse();
    }

    @Test
    void whoWasPromotedIsAtHomeAndWhoComesBackAsAMasterIsStale() {
        nodes.up(Node.PRIMARY, LONG, "data").replica(Node.STANDBY, "data");
        active.settle();
        nodes.down(Node.PRIMARY, "connection_lost").up(Node.STANDBY, LONG, "data");
        active.settle();
        assertThat(standing().isAtHome()).isTrue();
        assertThat(standing().isWell(Node.PRIMARY)).isFalse();

        nodes.up(Node.PRIMARY, LONG, "data");

        assertThat(standing().stale()).containsExactly(Node.PRIMARY);
        assertThat(standing().isWell(Node.PRIMARY)).isFalse();
        assertThat(standing().isWell(Node.STANDBY)).isTrue();
    }

    private Standing standing() {
        active.settle();
        return Standing.of(nodes.states(), active);
    }
}
