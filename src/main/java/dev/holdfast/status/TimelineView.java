package dev.holdfast.status;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The last day as bars, drawn 1440 wide and 40 high, and as rows; what is worse stands higher.
 *
 * @param bars the worst last, so that it lies on top
 * @param legend what occurs, the best first
 * @param rows newest first
 * @param text the same in a sentence
 */
record TimelineView(Spoken.Moment from, List<Bar> bars, List<Sample> legend, List<Row> rows, String text) {

    private static final int WIDTH = 1440;
    private static final int HEIGHT = 40;
    /** So that a short incident can be seen on a phone. */
    private static final int NARROWEST = 10;

    /** A bar, in the colour of its state. */
    record Bar(String state, int left, int top, int width, int height) {}

    /** What a colour means. */
    record Sample(String state, String label, int height) {}

    /** A time in which it was the same. */
    record Row(Spoken.Moment from, Spoken.Moment until, String lasted, String state, String label) {}

    static TimelineView of(Timeline timeline) {
        List<Bar> bars = timeline.pieces().stream()
                .sorted(Comparator.comparing(Timeline.Piece::state))
                .map(piece -> bar(timeline, piece))
                .toList();
        List<Row> rows = timeline.pieces().stream()
                .sorted(Comparator.comparing(Timeline.Piece::from).reversed())
                .map(TimelineView::row)
                .toList();
        return new TimelineView(Spoken.moment(timeline.from()), bars, legend(timeline), rows, text(timeline));
    }

    private static Bar bar(Timeline timeline, Timeline.Piece piece) {
        int left = minutes(timeline, piece.from());
        int width = Math.max(NARROWEST, minutes(timeline, piece.until()) - left);
        int height = height(piece.state());
        return new Bar(piece.state().word(), Math.min(left, WIDTH - width), HEIGHT - height, width, height);
    }

    private static int minutes(Timeline timeline, Instant at) {
        return Math.toIntExact(Duration.between(timeline.from(), at).toMinutes());
    }

    private static int height(State state) {
        return switch (state) {
            case NOT_WATCHED -> 4;
            case OK -> 14;
            case RESERVE_MISSING -> 20;
            case MAINTENANCE -> 26;
            case LATER -> 32;
            case REFUSED -> HEIGHT;
        };
    }

    private static List<Sample> legend(Timeline timeline) {
        return Arrays.stream(State.values())
                .filter(state -> timeline.pieces().stream().anyMatch(piece -> piece.state() == state))
                .map(state -> new Sample(state.word(), state.label(), height(state)))
                .toList();
    }

    private static Row row(Timeline.Piece piece) {
        return new Row(
                Spoken.moment(piece.from()),
                Spoken.moment(piece.until()),
                Spoken.duration(Duration.between(piece.from(), piece.until())),
                piece.state().word(),
                piece.state().label());
    }

    private static String text(Timeline timeline) {
        return Arrays.stream(State.values())
                .flatMap(state -> total(timeline, state).stream())
                .collect(Collectors.joining("; ", "The last 24 hours: ", "."));
    }

    private static List<String> total(Timeline timeline, State state) {
        Duration total = timeline.pieces().stream()
                .filter(piece -> piece.state() == state)
                .map(piece -> Duration.between(piece.from(), piece.until()))
                .reduce(Duration.ZERO, Duration::plus);
        return total.isZero() ? List.of() : List.of(state.label() + " for " + Spoken.duration(total));
    }
}
