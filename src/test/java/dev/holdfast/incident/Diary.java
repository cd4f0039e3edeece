package dev.holdfast.incident;

import dev.holdfast.testing.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A book under a clock that stands still, looked into twice a second, and all that it told. */
final class Diary {

    static final Duration HEALING = Duration.ofMinutes(2);
    private static final Duration STEP = Duration.ofMillis(500);

    private int named;
    final ManualClock clock = new ManualClock();
    final Weather weather = new Weather();
    final List<IncidentEvent> events = new ArrayList<>();
    final Book book = new Book(HEALING, since -> "inc-" + ++named);
    long refused;
    Duration wallJump = Duration.ZERO;

    /** One whose nodes have been reached. */
    static Diary running() {
        Diary diary = new Diary();
        diary.look();
        return diary;
    }

    /** The book of the next run of the service, which knows what the last has kept. */
    static Diary restarted(Diary before) {
        Diary diary = new Diary();
        diary.clock.advance(Duration.between(diary.clock.instant(), before.clock.instant()));
        diary.named = before.named;
        diary.book.resume(before.book.kept());
        return diary;
    }

    void look() {
        book.look(weather.now(), refused, wall(), clock.nanoTime()).ifPresent(events::add);
    }

    /** Looks until so much time has passed. */
    void pass(Duration time) {
        for (Duration passed = Duration.ZERO; passed.compareTo(time) < 0; passed = passed.plus(STEP)) {
            clock.advance(STEP);
            look();
        }
    }

    Instant wall() {
        return clock.instant().plus(wallJump);
    }

    void tell(Optional<IncidentEvent> event) {
        event.ifPresent(events::add);
    }

    Incident open() {
        return book.open().orElseThrow();
    }

    Incident last() {
        return book.past().iterator().next();
    }

    List<String> texts() {
        return texts(open());
    }

    static List<String> texts(Incident incident) {
        return incident.updates().stream().map(Incident.Update::text).toList();
    }

    /** What was told, in words: {@code opened}, {@code updated} and so on. */
    List<String> told() {
        return events.stream().map(event -> event.kind().word().substring(9)).toList();
    }
}
