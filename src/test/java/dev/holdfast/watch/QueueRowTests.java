package dev.holdfast.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class QueueRowTests {

    private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");

    @Test
    void aQueueWhereNothingWaitsHasNoAge() {
        QueueRow row = QueueRow.of(census(List.of(queue("mail", 0)))).get(0);

        assertThat(row.depth()).isZero();
        assertThat(row.oldest()).isNaN();
        assertThat(row.workers()).isZero();
    }

    @Test
    void anAgeHasFractionsOfASecond() {
        assertThat(QueueRow.of(census(List.of(queue("mail", 1)))).get(0).oldest())
                .isEqualTo(1.5);
    }

    @Test
    void theDeepestAreShownByNameAndTheRestTogether() {
        List<QueueRow> rows = QueueRow.of(census(IntStream.rangeClosed(1, 150)
                .mapToObj(depth -> queue("q" + depth, depth))
                .toList()));

        assertThat(rows).hasSize(QueueRow.MOST + 1);
        assertThat(rows.get(0).queue()).isEqualTo("q150");
        QueueRow rest = rows.get(QueueRow.MOST);
        assertThat(rest.queue()).isEqualTo("(other)");
        assertThat(rest.depth()).isEqualTo(IntStream.rangeClosed(1, 50).sum());
        assertThat(rest.failed()).isEqualTo(100);
        assertThat(rest.oldest()).isEqualTo(1.5);
        assertThat(rest.workers()).isZero();
    }

    @Test
    void emptyQueuesOfTheRestNeedNoWorkers() {
        QueueRow rest = QueueRow.of(census(
                        IntStream.range(0, 120).mapToObj(i -> queue("q" + i, 0)).toList()))
                .get(QueueRow.MOST);

        assertThat(rest.workers()).isNaN();
        assertThat(rest.oldest()).isNaN();
        assertThat(rest.depth()).isZero();
    }

    @Test
    void queuesThatAreAsDeepKeepTheirPlaces() {
        List<Census.Queue> queues =
                Stream.of("c", "a", "b").map(name -> queue(name, 7)).toList();

        assertThat(QueueRow.of(census(queues))).extracting(QueueRow::queue).containsExactly("a", "b", "c");
    }

    private static Census census(List<Census.Queue> queues) {
        return new Census(NOW, queues, List.of(), false, true);
    }

    private static Census.Queue queue(String name, long depth) {
        Optional<Instant> oldest = depth == 0 ? Optional.empty() : Optional.of(NOW.minusMillis(1_500));
        return new Census.Queue(name, depth, oldest, 0, 0, 0, 0, 0, 2, 0, false);
    }
}
