package dev.holdfast.status;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.ResponseEntity;
import org.springframework.mock.web.MockHttpServletRequest;

/** What the page says, as text; the browser looks at it. */
class StatusPageTests {

    private static final Instant ONE = Instant.parse("2026-11-28T13:00:00Z");

    private final MockHttpServletRequest request = new MockHttpServletRequest("GET", "/status");

    @Test
    void tellsTheStateInOneSentence() {
        assertThat(page(Scenes.allWell())).contains("<h1 id=\"now\">All is well. Jobs go into Redis.</h1>");
        assertThat(page(Scenes.reserveMissing())).contains(">Jobs go into Redis. A reserve is missing.</h1>");
        assertThat(page(Scenes.later())).contains(">Jobs are accepted and will run later.</h1>");
        assertThat(page(Scenes.refused())).contains(">New jobs are refused.</h1>");
        assertThat(page(Scenes.maintenance(null, null))).contains(">Closed for maintenance.</h1>");
    }

    @Test
    void tellsHowOldItIsAndInWhichZone() {
        assertThat(page(Scenes.allWell()))
                .contains("As of <time datetime=\"2026-11-28T10:12:03Z\">28 Nov 2026, 10:12:03 UTC</time>");
    }

    @Test
    void tellsWhatOperatorsSayOfAMaintenanceAndWhenItEnds() {
        assertThat(page(Scenes.maintenance(ONE, "Redis moves.")))
                .contains("Redis moves.")
                .containsPattern(
                        "New jobs are refused until\\s+<time datetime=\"2026-11-28T13:00:00Z\">28 Nov 2026, 13:00 UTC</time>")
                .doesNotContain("no end has been given");
        assertThat(page(Scenes.maintenance(null, null))).contains("New jobs are refused; no end has been given.");
    }

    @Test
    void inventsNoEstimate() {
        assertThat(page(Scenes.later())).contains("No estimate has been given").doesNotContain("Next update");
        assertThat(page(Scenes.longIncident()))
                .contains("28 Nov 2026, 10:02 UTC</time>", "that moment has passed", "Next update", "11:02 UTC</time>")
                .doesNotContain("No estimate");
    }

    @Test
    void showsTheFiguresOfAnOpenIncident() {
        assertThat(page(Scenes.later()))
                .contains("A Redis node away, jobs kept on disk", "12,408", "41 min", "Since", "42 min");
        assertThat(page(Scenes.refused())).contains("8,211");
    }

    @Test
    void showsUpdatesNewestFirstAndWhoSpeaks() {
        String page = page(Scenes.longIncident());

        assertThat(page).contains("· <span>Operator</span>", "· <span>Holdfast</span>", "We have called them.");
        assertThat(page.indexOf("alert(&#39;1&#39;)")).isLessThan(page.indexOf("The provider has a fault"));
        assertThat(page.indexOf("The provider has a fault")).isLessThan(page.indexOf("No Redis takes jobs.<"));
    }

    @Test
    void writesWhatOthersWroteAsText() {
        assertThat(page(Scenes.longIncident()))
                .doesNotContain("<script", "<img", "\"&amp;'")
                .contains("&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;", "&lt;/style&gt;", "&quot;&amp;amp;&#39;");
    }

    @Test
    void showsWhatIsPlanned() {
        assertThat(page(Scenes.planned()))
                .contains("Redis moves to larger machines.", "1 Dec 2026, 22:00 UTC</time>", ">23:30 UTC</time>")
                .contains("No submissions will be taken.", "25 Dec 2026, 04:00 UTC</time>");
        assertThat(page(Scenes.allWell())).doesNotContain("Planned maintenance");
    }

    @Test
    void showsTheLastTwentyIncidentsAndWhereTheOthersAre() {
        assertThat(page(Scenes.withPast(20)).split("<h3>")).hasSize(21);
        assertThat(page(Scenes.withPast(20))).doesNotContain("Older ones");
        assertThat(page(Scenes.withPast(200)).split("<h3>")).hasSize(21);
        assertThat(page(Scenes.withPast(200))).contains("<span>180</span> of them");
        assertThat(page(Scenes.withPast(0))).contains("None that is remembered.");
    }

    @ParameterizedTest
    @MethodSource("scenes")
    void needsNoScriptAndNothingFromElsewhere(StatusFacts facts) {
        assertThat(page(facts))
                .doesNotContain("<script", "javascript:", " onload", " style=", "http://", "https://", "//cdn", " th:")
                .startsWith("<!DOCTYPE html>\n<html lang=\"en\">");
    }

    @ParameterizedTest
    @MethodSource("scenes")
    void namesNoHostsAndNoReasons(StatusFacts facts) {
        assertThat(page(facts)).doesNotContain("127.0.0.1", "localhost", "connection_refused", "no_reply", "redis://");
    }

    @ParameterizedTest
    @MethodSource("scenes")
    void hasNoIdTwiceAndNoHeadingLeftOut(StatusFacts facts) {
        List<String> ids = found(" id=\"([^\"]+)\"", page(facts));
        assertThat(ids).doesNotHaveDuplicates();
        int before = 0;
        for (String level : found("<h([1-6])", page(facts))) {
            assertThat(Integer.parseInt(level)).isBetween(1, before + 1);
            before = Integer.parseInt(level);
        }
    }

    @Test
    void refreshesItselfUnlessSomebodyReadsSlowly() {
        assertThat(answer(Scenes.allWell()).getHeaders()).containsEntry("Refresh", List.of("15"));
        assertThat(page(Scenes.allWell())).contains("href=\"status?refresh=off\"");

        request.setParameter("refresh", "off");

        assertThat(answer(Scenes.allWell()).getHeaders()).doesNotContainKey("Refresh");
        assertThat(page(Scenes.allWell())).contains("Does not refresh.");
    }

    @Test
    void mayLoadAndRunNothing() {
        assertThat(answer(Scenes.allWell()).getHeaders().getFirst("Content-Security-Policy"))
                .matches("default-src 'none'; style-src 'sha256-[A-Za-z0-9+/=]{44}'; img-src data:; base-uri 'none';"
                        + " form-action 'none'; frame-ancestors 'none'");
    }

    @Test
    void isNotStoredAndNotTakenForSomethingElse() {
        for (ResponseEntity<?> answer : answers(Scenes.allWell(), true)) {
            assertThat(answer.getHeaders().toSingleValueMap())
                    .containsEntry("Cache-Control", "no-store")
                    .containsEntry("X-Content-Type-Options", "nosniff")
                    .containsEntry("Referrer-Policy", "no-referrer");
        }
        assertThat(answers(Scenes.allWell(), true))
                .extracting(answer -> String.valueOf(answer.getHeaders().getContentType()))
                .containsExactly("text/html;charset=UTF-8", "application/json", "application/atom+xml;charset=UTF-8");
    }

    @Test
    void everybodyMaySeeItUnlessItIsForThisMachineOnly() {
        request.setRemoteAddr("192.0.2.7");

        assertThat(answers(Scenes.allWell(), true))
                .allMatch(answer -> answer.getStatusCode().value() == 200);
        assertThat(answers(Scenes.allWell(), false))
                .allMatch(answer -> answer.getStatusCode().value() == 404)
                .allSatisfy(
                        answer -> assertThat(String.valueOf(answer.getBody())).contains("code=not_found"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-Forwarded-For", "Forwarded", "Via", "X-Real-IP"})
    void aProxyOnThisMachineIsSomebodyElse(String header) {
        request.setRemoteAddr("127.0.0.1");
        assertThat(answers(Scenes.allWell(), false))
                .allMatch(answer -> answer.getStatusCode().value() == 200);

        request.addHeader(header, "192.0.2.7");

        assertThat(answers(Scenes.allWell(), false))
                .allMatch(answer -> answer.getStatusCode().value() == 404);
    }

    @Test
    void aBrowserOnThisMachineIsWelcome() {
        request.setRemoteAddr("::1");
        request.addHeader("Sec-Fetch-Site", "none");

        assertThat(answers(Scenes.allWell(), false))
                .allMatch(answer -> answer.getStatusCode().value() == 200);
    }

    static Stream<StatusFacts> scenes() {
        return Scenes.all().values().stream();
    }

    private String page(StatusFacts facts) {
        return Stage.text(answer(facts));
    }

    private ResponseEntity<?> answer(StatusFacts facts) {
        return controller(facts, true).page(request);
    }

    private List<ResponseEntity<?>> answers(StatusFacts facts, boolean everybody) {
        StatusController controller = controller(facts, everybody);
        return List.of(controller.page(request), controller.report(request), controller.feed(request));
    }

    private static StatusController controller(StatusFacts facts, boolean everybody) {
        return new StatusController(
                () -> facts, new Templates(), new ObjectMapper().writer(), new StatusProperties(everybody));
    }

    private static List<String> found(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(found -> found.group(1))
                .toList();
    }
}
