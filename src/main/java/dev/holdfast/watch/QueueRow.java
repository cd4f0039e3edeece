package dev.holdfast.watch;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the meters show of one queue, or of all that are not shown by themselves.
 *
 * @param oldest seconds; NaN if no job waits
 * @param workers alive; of several queues, on the one that has fewest of those where jobs wait, and NaN if none wait
 */
record QueueRow(String queue, double depth, double oldest, double workers, double failed) {

    /** How many queues are shown by name: each is as many time series as it has figures. */
    static final int MOST = 100;

    /** No queue of this service can have this name. */
    static final String OTHER = "(other)";

    /** The deepest queues, and one row for the rest if there is a rest. */
    static List<QueueRow> of(Census census) {
        List<QueueRow> rows = census.queues().stream()
                .map(queue -> of(census, queue))
                // By name where they are as deep, so that they do not take turns.
                .sorted(Comparator.comparingDouble(QueueRow::depth).reversed().thenComparing(QueueRow::queue))
                .toList();
        if (rows.size() <= MOST) {
            return rows;
        }
        return Stream.concat(rows.stream().limit(MOST), Stream.of(sum(rows.subList(MOST, rows.size()))))
                .toList();
    }

    private static QueueRow of(Census census, Census.Queue queue) {
        return new QueueRow(
                queue.name(),
                queue.depth(),
                queue.waited(census.at())
                        .map(Duration::toMillis)
                        .map(millis -> millis / 1e3)
                        .orElse(Double.NaN),
                census.workersOn(queue),
                queue.failed());
    }

    private static QueueRow sum(List<QueueRow> rest) {
        return new QueueRow(
                OTHER,
                rest.stream().mapToDouble(QueueRow::depth).sum(),
                rest.stream()
                        .mapToDouble(QueueRow::oldest)
                        .filter(age -> !Double.isNaN(age))
                        .max()
                        .orElse(Double.NaN),
                rest.stream()
                        .filter(row -> row.depth() > 0)
                        .mapToDouble(QueueRow::workers)
                        .min()
                        .orElse(Double.NaN),
                rest.stream().mapToDouble(QueueRow::failed).sum());
    }
}
