package dev.holdfast.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.failover.Standing;
import dev.holdfast.job.Node;
import dev.holdfast.job.NodeStates;
import dev.holdfast.spool.SpoolState;
import dev.holdfast.testing.KnownNodes;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DiagramTests {

    @Test
    void tellsTheSameInSentences() {
        assertThat(Diagram.of(Scenes.allWell()).text())
                .isEqualTo("Clients give jobs to Holdfast. The primary takes jobs. The standby stands ready."
                        + " The disk stands ready.");
        assertThat(Diagram.of(Scenes.reserveMissing()).text())
                .isEqualTo("Clients give jobs to Holdfast. The primary is away. The standby takes jobs."
                        + " The disk stands ready.");
        assertThat(Diagram.of(Scenes.later()).text()).endsWith("The standby is away. The disk keeps 12,408 jobs.");
    }

    @Test
    void nobodyGetsInWhileNothingTakesJobs() {
        assertThat(Diagram.of(Scenes.refused()))
                .matches(diagram -> !diagram.open())
                .extracting(Diagram::text)
                .asString()
                .startsWith("Holdfast takes no new jobs from clients.")
                .endsWith("The disk takes no jobs.");
    }

    @Test
    void nothingTakesJobsWhileTheDoorIsClosed() {
        Diagram diagram = Diagram.of(Scenes.maintenance(null, null));

        assertThat(diagram.open()).isFalse();
        assertThat(diagram.places()).extracting(Diagram.Place::look).containsExactly("ready", "ready", "ready");
    }

    @Test
    void leavesOutWhatThereIsNot() {
        NodeStates one = Scenes.both().none(Node.STANDBY).states();

        Diagram diagram = diagram(one, Optional.empty(), Set.of());

        assertThat(diagram.places()).extracting(Diagram.Place::name).containsExactly("Primary");
        assertThat(diagram.middle()).isEqualTo(30);
    }

    @Test
    void hasAWordForWhateverANodeIs() {
        assertThat(words(new KnownNodes().states(), Set.of())).containsExactly("is being asked", "is being asked");
        assertThat(words(Scenes.both().replica(Node.STANDBY, "primary").states(), Set.of()))
                .containsExactly("takes jobs", "copies along");
        assertThat(words(Scenes.both().states(), Set.of(Node.STANDBY))).containsExactly("takes jobs", "has older data");
    }

    @Test
    void countsShortlyWhereThereIsLittleRoom() {
        assertThat(disk(1)).isEqualTo("1 job");
        assertThat(disk(99_999)).isEqualTo("99,999 jobs");
        assertThat(disk(100_000)).isEqualTo("100K jobs");
        assertThat(disk(1_204_117)).isEqualTo("1.2M jobs");
    }

    private static String disk(long jobs) {
        Diagram diagram = diagram(Scenes.both().states(), Scenes.disk(jobs), Set.of());
        return diagram.places().get(2).what();
    }

    private static List<String> words(NodeStates nodes, Set<Node> stale) {
        return diagram(nodes, Optional.empty(), stale).places().stream()
                .map(Diagram.Place::what)
                .toList();
    }

    private static Diagram diagram(NodeStates nodes, Optional<SpoolState> spool, Set<Node> stale) {
        return Diagram.of(new StatusFacts(
                Scenes.NOW,
                new Standing(nodes.primary(), nodes.standby(), true, Optional.of(Node.PRIMARY), stale),
                spool,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of(),
                List.of()));
    }
}
