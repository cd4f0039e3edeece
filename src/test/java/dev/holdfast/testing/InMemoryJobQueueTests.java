package dev.holdfast.testing;

import static dev.holdfast.testing.Jobs.job;
import static dev.holdfast.testing.Jobs.jobAtFront;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.job.Deadline;
import dev.holdfast.job.Job;
import dev.holdfast.job.JobQueue;
import dev.holdfast.job.JobQueueContract;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class InMemoryJobQueueTests extends JobQueueContract {

    @Override
    protected JobQueue queue() {
        return new InMemoryJobQueue();
    }

    @Test
    void takesTheUrgentJobBeforeAllThatWait() {
        InMemoryJobQueue queue = new InMemoryJobQueue();

        queue.place(List.of(job("a"), job("b"), jobAtFront("c")), Deadline.in(Duration.ofSeconds(5), System::nanoTime));

        assertThat(queue.waiting())
                .extracting(Job::id)
                .extracting(Object::toString)
                .containsExactly("c", "a", "b");
    }
}
