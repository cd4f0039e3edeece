package dev.holdfast.status;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.failover.Standing;
import dev.holdfast.job.Node;
import dev.holdfast.job.NodeStates;
import dev.holdfast.testing.KnownNodes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.mock.web.MockHttpServletRequest;

class StatusReportTests {

    private static final Path PAGE = Path.of("docs/status.md");

    @Test
    void tellsThatAllIsWell() throws IOException {
        JsonNode report = report(Scenes.withPast(0));

        assertThat(report.toString()).isEqualTo("""
                {"state":"ok","sentence":"All is well. Jobs go into Redis.","as_of":"2026-11-28T10:12:03Z",\
                "nodes":{"active":"primary","primary":"up","standby":"up"},\
                "spool":{"enabled":true,"accepting":true,"jobs":0},"maintenance":null,"incident":null,\
                "planned":[],"past":[],"timeline":[\
                {"from":"2026-11-27T10:12:03Z","until":"2026-11-27T18:12:03Z","state":"ok"},\
                {"from":"2026-11-27T18:12:03Z","until":"2026-11-27T19:12:03Z","state":"not_watched"},\
                {"from":"2026-11-27T19:12:03Z","until":"2026-11-28T10:12:03Z","state":"ok"}]}""");
    }

    @Test
    void tellsOfAnOutage() throws IOException {
        JsonNode report = report(Scenes.later());

        assertThat(report.get("state").asText()).isEqualTo("later");
        assertThat(report.get("nodes").toString())
                .isEqualTo("{\"active\":\"none\",\"primary\":\"down\",\"standby\":\"down\"}");
        assertThat(report.get("spool").toString())
                .isEqualTo("{\"enabled\":true,\"accepting\":true,\"jobs\":12408,\"oldest_s\":2460}");
        assertThat(report.at("/incident/id").asText()).isEqualTo("a77e");
        assertThat(report.at("/incident/until").isMissingNode()).isTrue();
        assertThat(report.get("past")).hasSize(4);
    }

    @Test
    void tellsOfMaintenanceNowAndAhead() throws IOException {
        assertThat(report(Scenes.maintenance(Scenes.NOW, "Redis moves."))
                        .get("maintenance")
                        .toString())
                .isEqualTo("{\"until\":\"2026-11-28T10:12:03Z\",\"message\":\"Redis moves.\"}");
        assertThat(report(Scenes.maintenance(null, null)).get("maintenance").toString())
                .isEqualTo("{}");
        assertThat(report(Scenes.planned()).get("planned").get(0).toString()).isEqualTo("""
                {"id":"move","from":"2026-12-01T22:00:00Z","until":"2026-12-01T23:30:00Z",\
                "message":"Redis moves to larger machines."}""");
    }

    @Test
    void hasAWordForWhateverANodeIs() throws IOException {
        assertThat(words(Scenes.both().none(Node.STANDBY).states(), Set.of())).isEqualTo("up none");
        assertThat(words(Scenes.both().replica(Node.STANDBY, "primary").states(), Set.of()))
                .isEqualTo("up replica");
        assertThat(words(Scenes.both().states(), Set.of(Node.STANDBY))).isEqualTo("up stale");
        assertThat(words(new KnownNodes().states(), Set.of())).isEqualTo("connecting connecting");
    }

    @Test
    void tellsWhereThereIsNoSpool() throws IOException {
        StatusFacts facts =
                Scenes.facts(Scenes.both().states(), Node.PRIMARY, Optional.empty(), null, null, List.of(), List.of());

        assertThat(report(facts).get("spool").toString()).isEqualTo("{\"enabled\":false}");
    }

    @Test
    void hasAllThatIsRemembered() throws IOException {
        assertThat(report(Scenes.withPast(200)).get("past")).hasSize(200);
    }

    @ParameterizedTest
    @MethodSource("dev.holdfast.status.StatusPageTests#scenes")
    void everyMemberAndEveryStateIsOnThePage(StatusFacts facts) throws IOException {
        List<String> members = new ArrayList<>();
        report(facts).fieldNames().forEachRemaining(members::add);

        assertThat(PAGE)
                .content()
                .contains(members.stream().map(member -> "| `" + member + "` |").toList())
                .contains("`" + facts.state().word() + "`");
    }

    private static String words(NodeStates nodes, Set<Node> stale) throws IOException {
        Standing standing = new Standing(nodes.primary(), nodes.standby(), true, Optional.of(Node.PRIMARY), stale);
        StatusFacts facts = new StatusFacts(
                Scenes.NOW,
                standing,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of(),
                List.of());
        JsonNode words = report(facts).get("nodes");
        return words.get("primary").asText() + " " + words.get("standby").asText();
    }

    private static JsonNode report(StatusFacts facts) throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        StatusController controller =
                new StatusController(() -> facts, new Templates(), mapper.writer(), new StatusProperties(true));
        return mapper.readTree(Stage.body(controller.report(new MockHttpServletRequest())));
    }
}
