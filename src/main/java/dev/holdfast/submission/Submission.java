package dev.holdfast.submission;

import dev.holdfast.job.GroupName;
import dev.holdfast.job.JobId;
import dev.holdfast.job.QueueName;
import dev.holdfast.job.Start;
import dev.holdfast.job.TaskName;
import dev.holdfast.job.Terms;
import dev.holdfast.job.Warning;
import dev.holdfast.rq.Callbacks;
import dev.holdfast.rq.EnqueueCall;
import dev.holdfast.rq.Repeat;
import dev.holdfast.rq.Retry;
import dev.holdfast.rq.Webhook;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a client asks for, once every rule holds; null where it said nothing. Durations are in seconds.
 *
 * @param args values as in {@link JsonTree}
 * @param runIn seconds from now on; never beside {@code runAt}, nor either of them beside {@code dependsOn}
 * @param atFront as said plainly or within {@code depends_on}
 */
public record Submission(
        TaskName task,
        List<@Nullable Object> args,
        Map<String, @Nullable Object> kwargs,
        @Nullable QueueName queue,
        @Nullable JobId jobId,
        @Nullable String description,
        @Nullable Integer timeout,
        @Nullable Integer ttl,
        @Nullable Integer resultTtl,
        @Nullable Integer failureTtl,
        Map<String, @Nullable Object> meta,
        boolean atFront,
        @Nullable Instant runAt,
        @Nullable Integer runIn,
        Start.@Nullable After dependsOn,
        @Nullable Retry retry,
        @Nullable Repeat repeat,
        Callbacks callbacks,
        @Nullable GroupName group,
        List<Webhook> webhooks) {

    /**
     * The call that this submission makes.
     *
     * @param proof the id under which nodes remember it; null for the job's own
     * @param now when it came
     */
    public EnqueueCall toCall(JobId id, @Nullable JobId proof, QueueName defaultQueue, Instant now) {
        return new EnqueueCall(
                id,
                queue == null ? defaultQueue : queue,
                task,
                args,
                kwargs,
                description,
                timeout,
                ttl,
                resultTtl,
                failureTtl,
                meta,
                retry,
                repeat,
                callbacks,
                webhooks,
                new Terms(start(now), atFront, group, proof));
    }

    /** What may become of the job by what the submission itself says. */
    public Set<Warning> warnings() {
        if (ttl == null) {
            return Set.of();
        }
        int longest = ttl;
        List<Integer> retries = retry == null ? List.of() : retry.intervals();
        List<Integer> repetitions = repeat == null ? List.of() : repeat.intervals();
        boolean lost = Stream.concat(retries.stream(), repetitions.stream()).anyMatch(interval -> interval >= longest);
        return lost ? Set.of(Warning.TTL_SHORTER_THAN_DELAY) : Set.of();
    }

    /** Names the task only: what it carries is nobody's business in a log. */
    @Override
    public String toString() {
        return "Submission{" + task + "}";
    }

    /** Whole seconds, as RQ keeps them; what is not after now is now. */
    private Start start(Instant now) {
        if (dependsOn != null) {
            return dependsOn;
        }
        Instant due = runIn == null ? runAt : now.plusSeconds(runIn);
        if (due == null || !due.isAfter(now)) {
            return new Start.Now();
        }
        return new Start.At(Instant.ofEpochSecond(due.getEpochSecond()));
    }
}
