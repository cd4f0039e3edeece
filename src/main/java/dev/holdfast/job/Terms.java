package dev.holdfast.job;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * On what terms a job is enqueued, beside what its hash says.
 *
 * @param start when it may be run
 * @param atFront whether it is then taken before all that wait already
 * @param group the group of which it is a member; null for none
 * @param proof the id under which a node remembers that it accepted the job; null for the job's own. Another one lets the
 *     id be used again by another submission once this job has ended
 */
public record Terms(
        Start start,
        boolean atFront,
        @Nullable GroupName group,
        @Nullable JobId proof) {

    /** At once, in line, in no group. */
    public static final Terms PLAIN = new Terms(new Start.Now(), false, null, null);

    /** The jobs whose end is waited for. */
    public List<JobId> parents() {
        return start instanceof Start.After after ? after.parents() : List.of();
    }

    /** These terms with another start. */
    public Terms with(Start other) {
        return new Terms(other, atFront, group, proof);
    }

    /** These terms, remembered under another id. */
    public Terms provenBy(JobId other) {
        return new Terms(start, atFront, group, other);
    }
}
