package dev.holdfast.guard;

import dev.holdfast.job.Deadline;
import dev.holdfast.job.Job;
import dev.holdfast.job.JobQueue;
import dev.holdfast.job.Placement;
import io.github.resilience4j.core.IntervalBiFunction;
import io.github.resilience4j.core.functions.Either;
import io.github.resilience4j.retry.Retry;
import java.time.Duration;
import java.util.List;

/** A place that is asked again when that is safe and may help. */
final class GuardedJobQueue implements JobQueue {

    private final JobQueue queue;
    private final Retry retry;
    private final IntervalBiFunction<Object> waits;
    private final Duration doubt;

    GuardedJobQueue(JobQueue queue, Retry retry, IntervalBiFunction<Object> waits, Duration doubt) {
        this.queue = queue;
        this.retry = retry;
        this.waits = waits;
        this.doubt = doubt;
    }

    @Override
    public List<Placement> place(List<Job> jobs, Deadline deadline) {
        PlacementAttempts attempts =
                new PlacementAttempts(jobs, deadline, doubt, attempt -> waits.apply(attempt, Either.right(jobs)));
        return retry.executeSupplier(() -> attempts.attempt(queue)).placements();
    }

    @Override
    public String toString() {
        return "Guarded{" + queue + "}";
    }
}
