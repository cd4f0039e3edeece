package dev.holdfast.webhook;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.testing.ManualClock;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** A courier with a clock that is turned by hand, and a receiver that hears or refuses as it was told. */
final class CourierStage {

    private static final Webhook SLACK =
            new Webhook(3, URI.create("https://hooks.slack.example/services/T0/hush?also=hush"));

    private final Path directory;
    private final ManualClock clock = new ManualClock(Instant.parse("2026-11-24T12:00:00Z"));
    private final Tally tally = new Tally();
    private final List<String> heard = new ArrayList<>();
    private final Deque<NotDelivered> refusals = new ArrayDeque<>();
    private @Nullable NotDelivered always;

    CourierStage(Path directory) {
        this.directory = directory;
    }

    ManualClock clock() {
        return clock;
    }

    Tally tally() {
        return tally;
    }

    /** The letters of all attempts so far. */
    List<String> heard() {
        return heard;
    }

    /** What comes of the next attempts. */
    void refuses(NotDelivered... next) {
        refusals.addAll(List.of(next));
    }

    void refusesAlways(NotDelivered refusal) {
        always = refusal;
    }

    void refusesNothingMore() {
        always = null;
    }

    /** One that waits 5 s, 10 s, 15 s and so on. */
    Courier courier() {
        return courier(failures -> Duration.ofSeconds(5L * failures));
    }

    Courier courier(IntFunction<Duration> waits) {
        return new Courier(SLACK, new Outbox(directory, new ObjectMapper()), this::deliver, waits, tally, clock, clock);
    }

    private void deliver(Letter letter) {
        heard.add(letter.id());
        NotDelivered refusal = always == null ? refusals.poll() : always;
        if (refusal != null) {
            throw refusal;
        }
    }

    void take(Courier courier, String... ids) {
        for (String id : ids) {
            courier.take(new Letter(id, clock.instant(), "{}"));
        }
    }

    /** Takes steps until nothing is due. */
    static void run(Courier courier) {
        while (courier.step().isZero()) {
            // The next one is due.
        }
    }
}
