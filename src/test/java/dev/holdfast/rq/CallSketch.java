package dev.holdfast.rq;

import dev.holdfast.job.GroupName;
import dev.holdfast.job.JobId;
import dev.holdfast.job.QueueName;
import dev.holdfast.job.Start;
import dev.holdfast.job.TaskName;
import dev.holdfast.job.Terms;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
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
    private Start start = new Start.Now();
    private @Nullable GroupName group;
    private @Nullable Retry retry;
    private @Nullable Repeat repeat;
    private Callbacks callbacks = Callbacks.NONE;
    private List<Webhook> webhooks = List.of();
    private @Nullable JobId proof;

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

    public CallSketch retryAtFront(int max, Integer... intervals) {
        retry = new Retry(max, List.of(intervals), true);
        return this;
    }

    public CallSketch repeat(int times, Integer... intervals) {
        repeat = new Repeat(times, List.of(intervals));
        return this;
    }

    public CallSketch at(String moment) {
        start = new Start.At(Instant.parse(moment));
        return this;
    }

    public CallSketch after(String... parents) {
        start = new Start.After(Stream.of(parents).map(JobId::new).toList(), false, false);
        return this;
    }

    public CallSketch afterEvenFailed(String... parents) {
        start = new Start.After(Stream.of(parents).map(JobId::new).toList(), true, false);
        return this;
    }

    public CallSketch in(String name) {
        group = new GroupName(name);
        return this;
    }

    public CallSketch callbacks(
            @Nullable Callback onSuccess, @Nullable Callback onFailure, @Nullable Callback onStopped) {
        callbacks = new Callbacks(onSuccess, onFailure, onStopped);
        return this;
    }

    public CallSketch webhooks(Webhook... all) {
        webhooks = List.of(all);
        return this;
    }

    public CallSketch provenBy(String id) {
        proof = new JobId(id);
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
                repeat,
                callbacks,
                webhooks,
                new Terms(start, atFront, group, proof));
    }
}
