package dev.holdfast.enqueue;

import dev.holdfast.job.JobId;
import org.jspecify.annotations.Nullable;

/**
 * The id of one submission, fixed before its first placement, and where the id comes from.
 *
 * @param proof the id under which nodes remember the submission, where that is not the job's own: a key names the
 *     submission, and the job_id beside it names a job that another key may use again
 */
record Identity(JobId id, Source source, @Nullable JobId proof) {

    /** Who chose the id. */
    enum Source {
        JOB_ID,
        IDEMPOTENCY_KEY,
        JOB_ID_AND_KEY,
        GENERATED
    }

    /** An id that names the submission as well as its job. */
    Identity(JobId id, Source source) {
        this(id, source, null);
    }

    /** Whether the same request, sent again, gets the same id. */
    boolean isFromClient() {
        return source != Source.GENERATED;
    }
}
