package dev.holdfast.doctor;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * How long a node took to answer.
 *
 * @param sorted the shortest first
 * @param lost how many probes were not answered in time
 */
record RoundTrips(List<Duration> sorted, int lost) {

    RoundTrips {
        sorted = sorted.stream().sorted().toList();
    }

    Duration median() {
        return part(0.5);
    }

    Duration slowestButOneInAHundred() {
        return part(0.99);
    }

    Duration longest() {
        return part(1);
    }

    private Duration part(double share) {
        int place = (int) Math.ceil(share * sorted.size()) - 1;
        return sorted.isEmpty() ? Duration.ZERO : sorted.get(Math.max(0, place));
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%d probes: median %s ms, 99 %% within %s ms, longest %s ms, lost %d",
                sorted.size() + lost,
                millis(median()),
                millis(slowestButOneInAHundred()),
                millis(longest()),
                lost);
    }

    private static String millis(Duration duration) {
        return String.format(Locale.ROOT, "%.2f", duration.toNanos() / 1e6);
    }
}
