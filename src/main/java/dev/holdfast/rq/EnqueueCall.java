package dev.holdfast.rq;

import dev.holdfast.job.JobId;
import dev.holdfast.job.QueueName;
import dev.holdfast.job.TaskName;
import dev.holdfast.job.Terms;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A job as one would pass it to RQ's {@code Queue.enqueue_call}, whose names these are.
 *
 * @param args positional arguments, each a {@link PlainTree}; so are the values of {@code kwargs} and {@code meta}
 * @param description text for people; RQ's own when null or empty
 * @param timeout seconds that the job may run, -1 for ever; the queue's setting when null
 * @param ttl seconds that the job may wait
 * @param resultTtl seconds that the result is kept, -1 for ever, 0 not at all; the worker's setting when null
 * @param failureTtl the same for a failed job
 * @param terms when it may run, where in line, in which group
 */
public record EnqueueCall(
        JobId jobId,
        QueueName queue,
        TaskName task,
        List<@Nullable Object> args,
        Map<String, @Nullable Object> kwargs,
        @Nullable String description,
        @Nullable Integer timeout,
        @Nullable Integer ttl,
        @Nullable Integer resultTtl,
        @Nullable Integer failureTtl,
        Map<String, @Nullable Object> meta,
        @Nullable Retry retry,
        @Nullable Repeat repeat,
        Callbacks callbacks,
        List<Webhook> webhooks,
        Terms terms) {

    public EnqueueCall {
        args = Collections.unmodifiableList(new ArrayList<>(args));
        kwargs = Collections.unmodifiableMap(new LinkedHashMap<>(kwargs));
        meta = Collections.unmodifiableMap(new LinkedHashMap<>(meta));
        webhooks = List.copyOf(webhooks);
        refuse("args", PlainTree.objection(args));
        refuse("kwargs", PlainTree.objection(kwargs));
        refuse("meta", PlainTree.objection(meta));
        refuse("description", description == null ? null : PlainTree.textObjection(description));
        refuse("timeout", timeout == null || timeout == -1 || timeout > 0 ? null : "must be at least 1, or -1");
        refuse("ttl", ttl == null || ttl > 0 ? null : "must be at least 1");
        refuse("result_ttl", resultTtl == null || resultTtl >= -1 ? null : "must be at least -1");
        refuse("failure_ttl", failureTtl == null || failureTtl >= -1 ? null : "must be at least -1");
    }

    private static void refuse(String member, @Nullable String objection) {
        if (objection != null) {
            throw new IllegalArgumentException(member + " " + objection);
        }
    }

    /** Names the job only: what it carries is nobody's business in a log. */
    @Override
    public String toString() {
        return "EnqueueCall{" + jobId + " on " + queue + "}";
    }
}
