package dev.holdfast.job;

/** The RQ status in which a job was placed. */
public enum JobState {
    QUEUED;

    /** RQ's word for it, as in the job's hash and in our answers. */
    public String word() {
        return switch (this) {
            case QUEUED -> "queued";
        };
    }
}
