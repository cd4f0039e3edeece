package dev.holdfast.rq;

import dev.holdfast.job.JobId;
import dev.holdfast.job.QueueName;
import dev.holdfast.job.Start;
import dev.holdfast.job.TaskName;
import dev.holdfast.job.Terms;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An {@link EnqueueCall} in the making, for tests: what is not said is as RQ has it by default. */
public final class CallSketch {

    private final String jobId;
    private final String task;
    private String queue = "default";
    private List<@Nullable Object> args = List.of();
    private final Map<String, @Nullable Object> kwargs = new LinkedHashMap<>();
    private Map<String, @Nullable Object> meta = Map.of();
    private @Nullable String description;
    private @Nullable Integer timeout;
    private @Nullable Integer ttl;
    private @Nullable Integer resultTtl;
    private @Nullable Integer failureTtl;
    private boolean atFront;
    private @Nullable Retry retry;

    private CallSketch(String jobId, String task) {
        this.jobId = jobId;
        this.task = task;
    }

    public static CallSketch of(String jobId, String task) {
        return new CallSketch(jobId, task);
    }

    public CallSketch on(String name) {
        queue = name;
        return this;
    }

    public CallSketch args(@Nullable Object... values) {
        args = Arrays.asList(values);
        return this;
    }

    public CallSketch kwarg(String name, @Nullable Object value) {
        kwargs.put(name, value);
        return this;
    }

    public CallSketch meta(Map<String, @Nullable Object> values) {
        meta = values;
        return this;
    }

    public CallSketch description(@Nullable String text) {
        description = text;
        return this;
    }

    public CallSketch timeout(@Nullable Integer seconds) {
        timeout = seconds;
        return this;
    }

    public CallSketch ttl(@Nullable Integer seconds) {
        ttl = seconds;
        return this;
    }

    public CallSketch resultTtl(@Nullable Integer seconds) {
        resultTtl = seconds;
        return this;
    }

    public CallSketch failureTtl(@Nullable Integer seconds) {
        failureTtl = seconds;
        return this;
    }

    public CallSketch atFront() {
        atFront = true;
        return this;
    }

    public CallSketch retry(int max, Integer... intervals) {
        retry = new Retry(max, List.of(intervals));
        return this;
    }

    // The class file of a record does not tell that its lists and maps may hold null.
    @SuppressWarnings("NullAway")
    public EnqueueCall call() {
        return new EnqueueCall(
                new JobId(jobId),
                new QueueName(queue),
                new TaskName(task),
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
