package dev.holdfast.job;

import static dev.holdfast.testing.Jobs.job;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every place for jobs promises, as far as a caller can see it. */
public abstract class JobQueueContract {

    /** An empty place that takes jobs. */
    protected abstract JobQueue queue();

    @Test
    void placesANewJob() {
        assertThat(place(queue(), job("a"))).hasExactlyElementsOfTypes(Placement.Placed.class);
    }

    @Test
    void knowsARepeatedJob() {
        JobQueue queue = queue();
        place(queue, job("a"));

        assertThat(place(queue, job("a"))).hasExactlyElementsOfTypes(Placement.AlreadyPlaced.class);
    }

    @Test
    void knowsARepeatedJobHoweverOftenItComes() {
        JobQueue queue = queue();
        place(queue, job("a"));
        place(queue, job("a"));

        assertThat(place(queue, job("a"))).hasExactlyElementsOfTypes(Placement.AlreadyPlaced.class);
    }

    @Test
    void refusesAnotherJobUnderTheSameId() {
        JobQueue queue = queue();
        place(queue, job("a", "this"));

        assertThat(place(queue, job("a", "that"))).containsExactly(new Placement.Conflict());
    }

    @Test
    void staysWithTheFirstJobAfterAConflict() {
        JobQueue queue = queue();
        place(queue, job("a", "this"));
        place(queue, job("a", "that"));

        assertThat(place(queue, job("a", "this"))).hasExactlyElementsOfTypes(Placement.AlreadyPlaced.class);
    }

    @Test
    void takesTheSameWordsUnderTwoIds() {
        JobQueue queue = queue();

        assertThat(place(queue, job("a", "this"), job("b", "this")))
                .hasExactlyElementsOfTypes(Placement.Placed.class, Placement.Placed.class);
    }

    @Test
    void answersABatchInItsOrder() {
        JobQueue queue = queue();
        place(queue, job("b"), job("c", "this"));

        assertThat(place(queue, job("a"), job("b"), job("c", "that"), job("d")))
                .hasExactlyElementsOfTypes(
                        Placement.Placed.class,
                        Placement.AlreadyPlaced.class,
                        Placement.Conflict.class,
                        Placement.Placed.class);
    }

    @Test
    void knowsADuplicateWithinABatch() {
        assertThat(place(queue(), job("a"), job("a")))
                .hasExactlyElementsOfTypes(Placement.Placed.class, Placement.AlreadyPlaced.class);
    }

    @Test
    void refusesAnotherJobUnderTheSameIdWithinABatch() {
        assertThat(place(queue(), job("a", "this"), job("a", "that")))
                .hasExactlyElementsOfTypes(Placement.Placed.class, Placement.Conflict.class);
    }

    @Test
    void answersAnEmptyBatchWithNothing() {
        assertThat(place(queue())).isEmpty();
    }

    @Test
    void writesNothingOnceTheDeadlineHasPassed() {
        JobQueue queue = queue();

        List<Placement> late = queue.place(List.of(job("a"), job("b")), in(Duration.ZERO));

        Placement expired = new Placement.NotWritten(Reason.EXPIRED);
        assertThat(late).containsExactly(expired, expired);
        assertThat(place(queue, job("a"), job("b")))
                .hasExactlyElementsOfTypes(Placement.Placed.class, Placement.Placed.class);
    }

    private static List<Placement> place(JobQueue queue, Job... jobs) {
        return queue.place(List.of(jobs), in(Duration.ofSeconds(5)));
    }

    private static Deadline in(Duration ahead) {
        return Deadline.in(ahead, System::nanoTime);
    }
}
