package dev.holdfast.job;

import java.util.List;

/** A place that takes jobs: a Redis node, or anything that stands in front of some. Safe for all threads. */
public interface JobQueue {

    /**
     * Places a batch of jobs; a single job is a batch of one.
     *
     * <p>Answers by the deadline with one placement for each job, in the order of the jobs. Whatever the place does
     * (refuse, hang, break off) is a placement, never an exception. The same id may be placed any number of times: it
     * is enqueued once.
     */
    List<Placement> place(List<Job> jobs, Deadline deadline);
}
