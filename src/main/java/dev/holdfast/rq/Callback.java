package dev.holdfast.rq;

import dev.holdfast.job.TaskName;
import org.jspecify.annotations.Nullable;

/**
 * A function that a worker calls when a job has ended: RQ's {@code Callback}.
 *
 * @param function its dotted path
 * @param timeout seconds that it may run; RQ's 60 when null
 */
public record Callback(TaskName function, @Nullable Integer timeout) {

    public Callback {
        if (timeout != null && timeout < 1) {
            throw new IllegalArgumentException("a callback's timeout is " + timeout + ", must be at least 1");
        }
    }
}
