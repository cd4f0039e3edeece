package dev.holdfast.rq;

import org.jspecify.annotations.Nullable;

/** What is called when a job has finished, failed or been stopped. */
public record Callbacks(
        @Nullable Callback onSuccess,
        @Nullable Callback onFailure,
        @Nullable Callback onStopped) {

    public static final Callbacks NONE = new Callbacks(null, null, null);
}
