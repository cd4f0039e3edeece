package dev.holdfast.incident;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;

/**
 * When this service ran: between the spans it could not have noticed an incident. A process that is killed has kept its
 * last time {@link #PRECISION} ago at most, so shorter gaps are not told.
 */
final class Attendance implements Supplier<List<Span>> {

    static final Duration PRECISION = Duration.ofSeconds(30);
    private static final Duration KEPT = Duration.ofDays(8);
    /** A service that crashes all the time must not fill its disk with that. */
    private static final int MOST = 1000;

    private final List<Span> before;
    private final Instant start;
    private final InstantSource clock;

    /** @param before what former runs have kept */
    Attendance(List<Span> before, InstantSource clock) {
        this.before = List.copyOf(before);
        this.start = now(clock);
        this.clock = clock;
    }

    /** Oldest first, up to this moment. */
    @Override
    public List<Span> get() {
        Instant now = now(clock);
        List<Span> all = new ArrayList<>(before);
        all.add(new Span(start, now));
        List<Span> merged = new ArrayList<>();
        all.stream()
                // A clock that was set back has left times that are still to come.
                .filter(span -> !span.from().isAfter(now))
                .map(span -> span.until().isAfter(now) ? new Span(span.from(), now) : span)
                .filter(span ->
                        span.until().isAfter(now.minus(KEPT)) && !span.until().isBefore(span.from()))
                .sorted(Comparator.comparing(Span::from))
                .forEach(span -> add(span, merged));
        return List.copyOf(merged.subList(Math.max(0, merged.size() - MOST), merged.size()));
    }

    private static void add(Span span, List<Span> merged) {
        Span last = merged.isEmpty() ? null : merged.get(merged.size() - 1);
        if (last == null || span.from().isAfter(last.until().plus(PRECISION))) {
            merged.add(span);
        } else if (span.until().isAfter(last.until())) {
            merged.set(merged.size() - 1, new Span(last.from(), span.until()));
        }
    }

    private static Instant now(InstantSource clock) {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
