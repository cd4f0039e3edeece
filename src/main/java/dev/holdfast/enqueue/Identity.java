package dev.holdfast.enqueue;

import dev.holdfast.job.JobId;

/** The id of one submission, fixed before its first placement, and where the id comes from. */
record Identity(JobId id, Source source) {

    /** Who chose the id. */
    enum Source {
        JOB_ID,
        IDEMPOTENCY_KEY,
        GENERATED
    }

    /** Whether the same request, sent again, gets the same id. */
    boolean isFromClient() {
        return source != Source.GENERATED;
    }
}
