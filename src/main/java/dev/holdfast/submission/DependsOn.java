package dev.holdfast.submission;

import dev.holdfast.job.JobId;
import dev.holdfast.job.Start;
import java.util.List;

/**
 * The jobs that have to end before a job is queued.
 *
 * @param jobs their ids, each once
 * @param allowFailure whether one that failed counts like one that finished
 * @param atFront whether the job is then taken before all that wait already
 */
record DependsOn(List<JobId> jobs, boolean allowFailure, boolean atFront) {

    DependsOn {
        jobs = List.copyOf(jobs);
    }

    Start.After start() {
        return new Start.After(jobs, allowFailure, false);
    }
}
