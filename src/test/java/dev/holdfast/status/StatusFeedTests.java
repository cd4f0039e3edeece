package dev.holdfast.status;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.incident.Cause;
import dev.holdfast.incident.Impact;
import dev.holdfast.incident.Incident;
import dev.holdfast.incident.Incident.Update;
import dev.holdfast.job.Node;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** The feed against the rules of RFC 4287, as an XML parser reads it. */
class StatusFeedTests {

    private static final String ATOM = "http://www.w3.org/2005/Atom";

    @ParameterizedTest
    @MethodSource("dev.holdfast.status.StatusPageTests#scenes")
    void hasWhatEveryFeedAndEveryEntryMustHaveOnce(StatusFacts facts) throws Exception {
        Element feed = feed(facts);

        assertThat(feed.getLocalName()).isEqualTo("feed");
        for (Element element : elements(feed, "*")) {
            assertThat(element.getNamespaceURI()).isEqualTo(ATOM);
            assertThat(element.getAttributes().getNamedItem("th:text")).isNull();
        }
        List<Element> all = new ArrayList<>(elements(feed, "entry"));
        all.add(feed);
        for (Element one : all) {
            for (String name : List.of("id", "title", "updated")) {
                assertThat(children(one, name)).as(name).hasSize(1);
            }
            assertThat(URI.create(text(one, "id")).isAbsolute()).isTrue();
            assertThat(OffsetDateTime.parse(text(one, "updated"))).isNotNull();
            assertThat(text(one, "title")).isNotBlank();
            assertThat(children(one, "link"))
                    .filteredOn(link -> link.getAttribute("rel").equals("alternate"))
                    .hasSize(1)
                    .allMatch(link -> !link.getAttribute("href").isEmpty());
        }
        // Of entries without authors, the feed must have one.
        assertThat(children(feed, "author")).hasSize(1);
        assertThat(elements(feed, "name")).hasSize(1);
        assertThat(children(feed, "link"))
                .filteredOn(link -> link.getAttribute("rel").equals("self"))
                .hasSize(1);
    }

    @Test
    void hasAnEntryForEachIncidentTheOpenOneFirst() throws Exception {
        List<Element> entries = elements(feed(Scenes.later()), "entry");

        assertThat(entries).hasSize(5).extracting(entry -> text(entry, "id")).doesNotHaveDuplicates();
        assertThat(text(entries.get(0), "id")).isEqualTo("urn:holdfast:incident:a77e");
        assertThat(text(entries.get(0), "title"))
                .isEqualTo("A Redis node away, jobs kept on disk: Jobs are accepted and will run later.");
        assertThat(text(entries.get(0), "published")).isEqualTo("2026-11-28T09:30:03Z");
        assertThat(text(entries.get(2), "title")).isEqualTo("Jobs kept on disk: Jobs were accepted and ran later.");
        assertThat(entries.get(0)
                        .getElementsByTagNameNS(ATOM, "category")
                        .item(0)
                        .getAttributes()
                        .getNamedItem("term")
                        .getNodeValue())
                .isEqualTo("open");
    }

    @Test
    void keepsTheIdOfAnIncidentWhateverBecomesOfIt() throws Exception {
        Incident open = Scenes.later().incident().orElseThrow();
        Incident over = Scenes.over(open.id(), 42, 1, Impact.LATER, Cause.SPOOL);

        assertThat(text(elements(feed(with(over)), "entry").get(0), "id"))
                .isEqualTo(text(elements(feed(Scenes.later()), "entry").get(0), "id"));
    }

    @Test
    void isUpdatedWhenTheLastIncidentChanged() throws Exception {
        assertThat(text(feed(Scenes.allWell()), "updated")).isEqualTo("2026-11-28T05:40:03Z");
        assertThat(text(feed(Scenes.longIncident()), "updated")).isEqualTo("2026-11-28T10:09:03Z");
    }

    @Test
    void staysTheSameWhereNothingHappens() throws Exception {
        StatusFacts quiet = Scenes.withPast(0);

        assertThat(text(feed(quiet), "updated"))
                .isEqualTo(quiet.watched().get(0).from().toString());
    }

    @Test
    void carriesWhatOthersWroteAsText() throws Exception {
        Element entry = elements(feed(Scenes.longIncident()), "entry").get(0);

        assertThat(children(entry, "content")).hasSize(1);
        assertThat(children(entry, "content").get(0).getAttribute("type")).isEqualTo("text");
        assertThat(text(entry, "content"))
                .contains(Scenes.HOSTILE)
                .startsWith("28 Nov 2026, 10:09 UTC: <script>")
                .endsWith("28 Nov 2026, 01:12 UTC: No Redis takes jobs.");
    }

    @Test
    void replacesWhatXmlCannotCarry() throws Exception {
        String odd = IntStream.of(0x0, 0x8, 0x1B, 0xFFFE, 0xFFFF)
                .mapToObj(Character::toString)
                .reduce("", String::concat);
        Incident incident = Scenes.over(
                "a",
                9,
                1,
                Impact.LATER,
                Cause.SPOOL,
                new Update(Scenes.ago(5), "a" + odd + "\uD83D b \uD83D\uDE80 \u2028", true));

        assertThat(text(elements(feed(with(incident)), "entry").get(0), "content"))
                .isEqualTo("28 Nov 2026, 10:07 UTC: a\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD b \uD83D\uDE80 \u2028");
    }

    private static StatusFacts with(Incident past) {
        return Scenes.facts(Scenes.both().states(), Node.PRIMARY, Scenes.disk(0), null, null, List.of(past), List.of());
    }

    private static Element feed(StatusFacts facts) throws Exception {
        StatusController controller = new StatusController(
                () -> facts, new Templates(), new ObjectMapper().writer(), new StatusProperties(true));
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        byte[] body = Stage.body(controller.feed(new MockHttpServletRequest()));
        Document document = factory.newDocumentBuilder().parse(new ByteArrayInputStream(body));
        return document.getDocumentElement();
    }

    private static String text(Element parent, String name) {
        return children(parent, name).get(0).getTextContent();
    }

    private static List<Element> children(Element parent, String name) {
        return elements(parent, name).stream()
                .filter(element -> element.getParentNode() == parent)
                .toList();
    }

    private static List<Element> elements(Element parent, String name) {
        NodeList found = parent.getElementsByTagNameNS("*", name);
        return IntStream.range(0, found.getLength())
                .mapToObj(found::item)
                .map(Element.class::cast)
                .toList();
    }
}
