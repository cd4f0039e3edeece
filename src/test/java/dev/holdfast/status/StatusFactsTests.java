package dev.holdfast.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.failover.Standing;
import dev.holdfast.incident.Cause;
import dev.holdfast.incident.Impact;
import dev.holdfast.incident.Incident;
import dev.holdfast.job.Node;
import dev.holdfast.job.NodeStates;
import dev.holdfast.job.Reason;
import dev.holdfast.spool.SpoolState;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StatusFactsTests {

    @Test
    void allIsWellWhileBothNodesAndTheDiskAre() {
        assertThat(Scenes.allWell().state()).isEqualTo(State.OK);
    }

    @Test
    void allIsWellWithOneNodeAndNoDiskWhereThereAreNoOthers() {
        NodeStates one = Scenes.both().none(Node.STANDBY).states();

        assertThat(state(one, Node.PRIMARY, Optional.empty(), null)).isEqualTo(State.OK);
    }

    @Test
    void aReserveIsMissingWhileANodeIsAway() {
        assertThat(Scenes.reserveMissing().state()).isEqualTo(State.RESERVE_MISSING);
    }

    @Test
    void aReserveIsMissingWhileTheStandbyStandsIn() {
        assertThat(state(Scenes.both().states(), Node.STANDBY, Scenes.disk(0), null))
                .isEqualTo(State.RESERVE_MISSING);
    }

    @Test
    void aReserveIsMissingWhileTheDiskIsFull() {
        assertThat(state(Scenes.both().states(), Node.PRIMARY, full(), null)).isEqualTo(State.RESERVE_MISSING);
    }

    @Test
    void noReserveIsMissingWhileAReplicaFollows() {
        NodeStates nodes = Scenes.both().replica(Node.STANDBY, "primary").states();

        assertThat(state(nodes, Node.PRIMARY, Scenes.disk(0), null)).isEqualTo(State.OK);
    }

    @Test
    void aReserveIsMissingWhileANodeHasTheOlderCopy() {
        NodeStates nodes = Scenes.both().states();
        Standing stale =
                new Standing(nodes.primary(), nodes.standby(), true, Optional.of(Node.PRIMARY), Set.of(Node.STANDBY));
        StatusFacts facts = new StatusFacts(
                Scenes.NOW,
                stale,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of(),
                List.of());

        assertThat(facts.state()).isEqualTo(State.RESERVE_MISSING);
    }

    @Test
    void jobsRunLaterWhileOnlyTheDiskTakesThem() {
        assertThat(Scenes.later().state()).isEqualTo(State.LATER);
    }

    @Test
    void jobsAreRefusedWhileNothingTakesThem() {
        assertThat(Scenes.refused().state()).isEqualTo(State.REFUSED);
        assertThat(state(Scenes.dead(), null, Optional.empty(), null)).isEqualTo(State.REFUSED);
    }

    @Test
    void maintenanceIsSaidBeforeAllElse() {
        assertThat(Scenes.maintenance(null, null).state()).isEqualTo(State.MAINTENANCE);
    }

    @Test
    void whatAnOperatorSawCountsWhenItIsWorse() {
        assertThat(state(Scenes.both().states(), Node.PRIMARY, Scenes.disk(0), reported(Impact.REFUSED)))
                .isEqualTo(State.REFUSED);
        assertThat(state(Scenes.dead(), null, Optional.empty(), reported(Impact.LATER)))
                .isEqualTo(State.REFUSED);
    }

    @Test
    void anIncidentThatTheServiceSawItselfIsOlderThanWhatItSeesNow() {
        Incident lingering = incident(Impact.LATER, Cause.SPOOL);

        assertThat(state(Scenes.both().states(), Node.PRIMARY, Scenes.disk(0), lingering))
                .isEqualTo(State.OK);
    }

    private static State state(NodeStates nodes, Node active, Optional<SpoolState> spool, Incident incident) {
        return Scenes.facts(nodes, active, spool, null, incident, List.of(), List.of())
                .state();
    }

    private static Incident reported(Impact impact) {
        return incident(impact, Cause.OPERATOR);
    }

    private static Incident incident(Impact impact, Cause cause) {
        return new Incident(
                "a",
                Scenes.ago(5),
                Optional.empty(),
                Set.of(cause),
                impact,
                impact,
                new Incident.Figures(0, Optional.empty(), 0),
                Optional.empty(),
                Optional.empty(),
                List.of());
    }

    private static Optional<SpoolState> full() {
        return Optional.of(new SpoolState(
                Optional.of(Reason.DISK_FULL), 0, 0, 0, 0, SpoolState.Withdrawn.NONE, 0, Optional.empty(), false, 0));
    }
}
