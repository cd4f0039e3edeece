package dev.holdfast.enqueue;

import dev.holdfast.job.JobId;
import dev.holdfast.job.QueueName;
import dev.holdfast.job.Start;
import dev.holdfast.job.TaskName;
import dev.holdfast.job.Terms;
import dev.holdfast.rq.Callbacks;
import dev.holdfast.rq.EnqueueCall;
import dev.holdfast.rq.Retry;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a client asks for, once every rule holds; null where it said nothing. Durations are in seconds.
 *
 * @param args values as in {@link JsonTree}
 */
record Submission(
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
        @Nullable Retry retry) {

    EnqueueCall toCall(JobId id, QueueName defaultQueue) {
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
                null,
                Callbacks.NONE,
                List.of(),
                new Terms(new Start.Now(), atFront, null, null));
    }
}
