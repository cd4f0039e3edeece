package dev.holdfast.reconcile;

import static dev.holdfast.testing.Jobs.job;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.job.Job;
import dev.holdfast.job.Node;
import dev.holdfast.job.Placement;
import dev.holdfast.job.Reason;
import dev.holdfast.job.Safety;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Whatever has to be placed again comes in batches too: new traffic never waits behind all of it. */
class ReconcilerBatchesTests {

    private static final int JOBS = 1_000;
    private static final int BATCH = 100;
    private static final Placement DOUBT = new Placement.InDoubt(Node.PRIMARY, Reason.NO_REPLY);

    private final List<Integer> sizes = new ArrayList<>();
    private Placement answer = Journey.PLACED;
    private final Journey journey = new Journey((jobs, deadline) -> {
        sizes.add(jobs.size());
        return jobs.stream().map(job -> answer).toList();
    });

    @Test
    void afterThePrimaryHasLostARun() {
        strand();
        journey.safety = Safety.WAITING;
        journey.during(Duration.ofSeconds(5));
        assertThat(placed()).isEqualTo(JOBS);

        answer = Journey.PLACED_LATER;
        journey.safety = Safety.RUN_OVER;
        journey.during(Duration.ofSeconds(2));

        assertThat(placed()).isEqualTo(2 * JOBS);
        assertThat(sizes).allSatisfy(size -> assertThat(size).isLessThanOrEqualTo(BATCH));
        assertThat(journey.source.events()).hasSize(JOBS);
    }

    @Test
    void afterThePrimaryHasLostARunAndDoesNotAnswerAtFirst() {
        strand();
        journey.safety = Safety.WAITING;
        journey.during(Duration.ofSeconds(5));

        answer = DOUBT;
        journey.safety = Safety.RUN_OVER;
        journey.during(Duration.ofSeconds(1));
        assertThat(placed()).as("one batch, and then patience").isBetween(JOBS + 1, JOBS + 3 * BATCH);

        answer = Journey.PLACED_LATER;
        journey.during(Duration.ofSeconds(5));

        assertThat(sizes).allSatisfy(size -> assertThat(size).isLessThanOrEqualTo(BATCH));
        assertThat(journey.source.events()).hasSize(JOBS);
    }

    private void strand() {
        journey.source.strand(
                IntStream.range(0, JOBS).mapToObj(i -> job("job-" + i)).toArray(Job[]::new));
    }

    private int placed() {
        return sizes.stream().mapToInt(Integer::intValue).sum();
    }
}
