package dev.holdfast.enqueue;

import dev.holdfast.job.Deadline;
import dev.holdfast.job.Job;
import dev.holdfast.job.JobQueue;
import dev.holdfast.job.Placement;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Hands jobs on, and remembers which came together. */
final class Chunks implements JobQueue {

    private final JobQueue jobs;
    private final List<List<String>> seen = new CopyOnWriteArrayList<>();

    Chunks(JobQueue jobs) {
        this.jobs = jobs;
    }

    @Override
    public List<Placement> place(List<Job> batch, Deadline deadline) {
        seen.add(batch.stream().map(job -> job.id().value()).toList());
        return jobs.place(batch, deadline);
    }

    /** The ids of each call. */
    List<List<String>> seen() {
        return seen;
    }

    List<Integer> sizes() {
        return seen.stream().map(List::size).toList();
    }
}
