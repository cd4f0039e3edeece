package dev.holdfast.job;

import java.util.Locale;

/** The RQ status in which a job was placed. */
public enum JobState {
    QUEUED,
    /** It has a time, which has not come. */
    SCHEDULED,
    /** It waits for other jobs. */
    DEFERRED;

    /** RQ's word for it, as in the job's hash and in our answers. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
