package dev.holdfast.enqueue;

import dev.holdfast.job.Job;
import dev.holdfast.job.JobId;
import dev.holdfast.job.Warning;
import java.util.Set;

/**
 * A submission that keeps every rule, as the job that is to be placed.
 *
 * @param warnings that the submission deserves wherever the job is placed
 */
record Order(Identity identity, Job job, Set<Warning> warnings) {

    JobId id() {
        return identity.id();
    }
}
