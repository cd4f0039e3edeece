package dev.holdfast.testing;

import dev.holdfast.job.Deadline;
import dev.holdfast.job.Fingerprint;
import dev.holdfast.job.Job;
import dev.holdfast.job.JobId;
import dev.holdfast.job.JobQueue;
import dev.holdfast.job.JobState;
import dev.holdfast.job.Node;
import dev.holdfast.job.Placement;
import dev.holdfast.job.Reason;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A Redis node's twin in memory, with the same contract; it never forgets what it accepted. */
public final class InMemoryJobQueue implements JobQueue {

    public static final String RUN = "in-memory";

    private final Node node;
    private final Map<JobId, Fingerprint> accepted = new HashMap<>();
    private final Map<JobId, Fingerprint> living = new HashMap<>();
    private final Deque<Job> waiting = new ArrayDeque<>();

    public InMemoryJobQueue() {
        this(Node.PRIMARY);
    }

    public InMemoryJobQueue(Node node) {
        this.node = node;
    }

    @Override
    public synchronized List<Placement> place(List<Job> jobs, Deadline deadline) {
        List<Placement> placements = new ArrayList<>();
        for (Job job : jobs) {
            placements.add(deadline.hasPassed() ? new Placement.NotWritten(Reason.EXPIRED) : place(job));
        }
        return placements;
    }

    /** The jobs of all queues, the next one first. */
    public synchronized List<Job> waiting() {
        return List.copyOf(waiting);
    }

    /** The job has run, and RQ has deleted it. */
    public synchronized void end(JobId id) {
        living.remove(id);
        waiting.removeIf(job -> job.id().equals(id));
    }

    private Placement place(Job job) {
        Fingerprint known = accepted.get(job.proof());
        if (known != null) {
            return known.equals(job.fingerprint()) ? new Placement.AlreadyPlaced(node, RUN) : new Placement.Conflict();
        }
        Fingerprint owner = living.get(job.id());
        if (owner != null) {
            return owner.equals(job.fingerprint())
                    ? new Placement.AlreadyPlaced(node, RUN)
                    : new Placement.Conflict(Placement.Conflict.Over.ID);
        }
        accepted.put(job.proof(), job.fingerprint());
        living.put(job.id(), job.fingerprint());
        if (job.atFront()) {
            waiting.addFirst(job);
        } else {
            waiting.addLast(job);
        }
        return new Placement.Placed(node, RUN, JobState.QUEUED);
    }
}
