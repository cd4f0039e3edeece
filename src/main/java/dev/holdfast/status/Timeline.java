package dev.holdfast.status;

import dev.holdfast.incident.Incident;
import dev.holdfast.incident.Span;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The last 24 hours in pieces, oldest first, without gaps. An incident is shown over its whole length with the worst
 * that callers noticed of it; a time in which this service did not run is shown as not watched, whatever it was.
 */
record Timeline(Instant from, Instant until, List<Piece> pieces) {

    private static final Duration LENGTH = Duration.ofHours(24);

    /** A time in which it was the same. */
    record Piece(State state, Instant from, Instant until) {}

    static Timeline of(StatusFacts facts) {
        Instant until = facts.asOf();
        Instant from = until.minus(LENGTH);
        List<Piece> incidents = Stream.concat(facts.incident().stream(), facts.past().stream())
                .map(incident -> piece(incident, until))
                .filter(piece -> piece.until().isAfter(from))
                .toList();
        List<Span> watched = upTo(until, facts.watched());

        TreeSet<Instant> cuts = new TreeSet<>(List.of(from, until));
        incidents.stream()
                .flatMap(piece -> Stream.of(piece.from(), piece.until()))
                .forEach(cuts::add);
        watched.stream().flatMap(span -> Stream.of(span.from(), span.until())).forEach(cuts::add);

        List<Piece> pieces = new ArrayList<>();
        Instant begin = from;
        for (Instant end : cuts.subSet(from, false, until, true)) {
            add(pieces, new Piece(state(begin, incidents, watched), begin, end));
            begin = end;
        }
        return new Timeline(from, until, List.copyOf(pieces));
    }

    private static Piece piece(Incident incident, Instant now) {
        return new Piece(
                State.worstOf(incident), incident.since(), incident.closed().orElse(now));
    }

    /** The present run lasts until now, however long ago that was last noted. */
    private static List<Span> upTo(Instant now, List<Span> watched) {
        List<Span> spans = new ArrayList<>(watched);
        if (!spans.isEmpty()) {
            int last = spans.size() - 1;
            spans.set(last, new Span(spans.get(last).from(), now));
        }
        return spans;
    }

    private static State state(Instant at, List<Piece> incidents, List<Span> watched) {
        if (watched.stream().noneMatch(span -> covers(span.from(), span.until(), at))) {
            return State.NOT_WATCHED;
        }
        return incidents.stream()
                .filter(piece -> covers(piece.from(), piece.until(), at))
                .map(Piece::state)
                .reduce(State.OK, State::orWorse);
    }

    private static boolean covers(Instant from, Instant until, Instant at) {
        return !at.isBefore(from) && at.isBefore(until);
    }

    private static void add(List<Piece> pieces, Piece next) {
        int last = pieces.size() - 1;
        if (last >= 0 && pieces.get(last).state() == next.state()) {
            pieces.set(last, new Piece(next.state(), pieces.get(last).from(), next.until()));
        } else {
            pieces.add(next);
        }
    }
}
