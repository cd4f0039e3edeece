package dev.holdfast.status;

import static dev.holdfast.status.Scenes.NOW;
import static dev.holdfast.status.Scenes.ago;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.incident.Cause;
import dev.holdfast.incident.Impact;
import dev.holdfast.incident.Incident;
import dev.holdfast.incident.Span;
import dev.holdfast.job.Node;
import dev.holdfast.status.Timeline.Piece;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimelineTests {

    private static final Instant BEGIN = NOW.minus(Duration.ofHours(24));
    private static final Span ALWAYS = new Span(NOW.minus(Duration.ofDays(9)), NOW);

    @Test
    void isAllWellWhereNothingHappened() {
        assertThat(pieces(List.of(ALWAYS))).containsExactly(new Piece(State.OK, BEGIN, NOW));
    }

    @Test
    void isNotWatchedWhereTheServiceDidNotRun() {
        assertThat(pieces(List.of())).containsExactly(new Piece(State.NOT_WATCHED, BEGIN, NOW));
        assertThat(pieces(List.of(new Span(ago(600), ago(300)), new Span(ago(60), NOW))))
                .containsExactly(
                        new Piece(State.NOT_WATCHED, BEGIN, ago(600)),
                        new Piece(State.OK, ago(600), ago(300)),
                        new Piece(State.NOT_WATCHED, ago(300), ago(60)),
                        new Piece(State.OK, ago(60), NOW));
    }

    @Test
    void thePresentRunLastsUntilNowHoweverLongAgoThatWasNoted() {
        assertThat(pieces(List.of(new Span(ago(2_000), ago(5))))).containsExactly(new Piece(State.OK, BEGIN, NOW));
    }

    @Test
    void showsEachIncidentWithItsWorst() {
        List<Piece> pieces = pieces(
                List.of(ALWAYS),
                Scenes.over("a", 100, 90, Impact.NONE, Cause.NODE_LEFT),
                Scenes.over("b", 300, 200, Impact.REFUSED, Cause.NOTHING_ACCEPTED),
                Scenes.over("c", 500, 400, Impact.REFUSED, Cause.MAINTENANCE));

        assertThat(pieces)
                .extracting(Piece::state)
                .containsExactly(
                        State.OK,
                        State.MAINTENANCE,
                        State.OK,
                        State.REFUSED,
                        State.OK,
                        State.RESERVE_MISSING,
                        State.OK);
        assertThat(pieces.get(3)).isEqualTo(new Piece(State.REFUSED, ago(300), ago(200)));
    }

    @Test
    void anOpenIncidentLastsUntilNow() {
        List<Piece> pieces = Timeline.of(Scenes.later()).pieces();

        assertThat(pieces.get(pieces.size() - 1)).isEqualTo(new Piece(State.LATER, ago(42), NOW));
    }

    @Test
    void cutsOffWhatBeganEarlierAndLeavesOutWhatEndedEarlier() {
        assertThat(pieces(
                        List.of(ALWAYS),
                        Scenes.over("a", 1_500, 1_400, Impact.LATER, Cause.SPOOL),
                        Scenes.over("b", 3_000, 1_440, Impact.REFUSED, Cause.NOTHING_ACCEPTED)))
                .containsExactly(new Piece(State.LATER, BEGIN, ago(1_400)), new Piece(State.OK, ago(1_400), NOW));
    }

    @Test
    void theWorseHidesTheBetterAndNobodyKnowsOfAnUnwatchedTime() {
        assertThat(pieces(
                        List.of(new Span(ago(5_000), ago(250)), new Span(ago(200), NOW)),
                        Scenes.over("a", 400, 100, Impact.LATER, Cause.SPOOL),
                        Scenes.over("b", 350, 300, Impact.NONE, Cause.NODE_LEFT)))
                .containsExactly(
                        new Piece(State.OK, BEGIN, ago(400)),
                        new Piece(State.LATER, ago(400), ago(250)),
                        new Piece(State.NOT_WATCHED, ago(250), ago(200)),
                        new Piece(State.LATER, ago(200), ago(100)),
                        new Piece(State.OK, ago(100), NOW));
    }

    @Test
    void hasNoGapsWhateverHappened() {
        for (StatusFacts facts : List.of(Scenes.allWell(), Scenes.refused(), Scenes.longIncident())) {
            Timeline timeline = Timeline.of(facts);
            Instant end = timeline.from();
            for (Piece piece : timeline.pieces()) {
                assertThat(piece.from()).isEqualTo(end).isBefore(piece.until());
                end = piece.until();
            }
            assertThat(end).isEqualTo(timeline.until());
        }
    }

    @Test
    void theDrawingStaysInsideAndAShortIncidentCanBeSeen() {
        TimelineView view = TimelineView.of(Timeline.of(
                facts(List.of(ALWAYS), List.of(Scenes.over("a", 1, 0, Impact.REFUSED, Cause.NOTHING_ACCEPTED)))));

        assertThat(view.bars()).allMatch(bar -> bar.left() >= 0 && bar.left() + bar.width() <= 1_440);
        assertThat(view.bars().get(view.bars().size() - 1))
                .isEqualTo(new TimelineView.Bar("refused", 1_430, 0, 10, 40));
        assertThat(view.text()).isEqualTo("The last 24 hours: all well for 23 h 59 min; refused for 1 min.");
    }

    private static List<Piece> pieces(List<Span> watched, Incident... past) {
        return Timeline.of(facts(watched, List.of(past))).pieces();
    }

    private static StatusFacts facts(List<Span> watched, List<Incident> past) {
        StatusFacts facts = Scenes.facts(
                Scenes.both().states(), Node.PRIMARY, Scenes.disk(0), null, null, new ArrayList<>(past), List.of());
        return new StatusFacts(
                facts.asOf(),
                facts.standing(),
                facts.spool(),
                facts.maintenance(),
                facts.incident(),
                facts.past(),
                facts.planned(),
                watched);
    }
}
