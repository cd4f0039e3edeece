package dev.holdfast.failover;

import dev.holdfast.job.Deadline;
import dev.holdfast.job.Job;
import dev.holdfast.job.JobQueue;
import dev.holdfast.job.Node;
import dev.holdfast.job.Placement;
import dev.holdfast.job.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Two nodes as one place: jobs go to the active one, and what that has definitely not written goes to the other.
 *
 * <p>A job in doubt goes nowhere else: it may be where it was sent (docs/protocol.md, R4). Safe for all threads.
 */
public final class FailoverJobQueue implements JobQueue {

    private final JobQueue primary;
    private final Optional<JobQueue> standby;
    private final ActiveNode active;

    /** @param standby empty where none is configured: then nothing goes elsewhere */
    public FailoverJobQueue(JobQueue primary, Optional<JobQueue> standby, ActiveNode active) {
        this.primary = primary;
        this.standby = standby;
        this.active = active;
    }

    @Override
    public List<Placement> place(List<Job> jobs, Deadline deadline) {
        View seen = active.view();
        if (seen.node().isEmpty()) {
            seen = active.settle();
        }
        if (seen.node().isEmpty()) {
            Placement nowhere = new Placement.NotWritten(active.obstacle());
            return jobs.stream().map(job -> nowhere).toList();
        }
        Node first = seen.node().get();
        List<Placement> placements = new ArrayList<>(queueOf(first).place(jobs, beforeReserve(deadline)));
        List<Integer> left = thatMayGoElsewhere(placements);
        if (left.isEmpty()) {
            return placements;
        }
        Reason reason = ((Placement.NotWritten) placements.get(left.get(0))).reason();
        Node second = ActiveNode.other(first);
        if (!goesTo(second, seen, reason)) {
            return placements;
        }
        List<Placement> again =
                queueOf(second).place(left.stream().map(jobs::get).toList(), deadline);
        for (int i = 0; i < left.size(); i++) {
            placements.set(left.get(i), again.get(i));
        }
        return placements;
    }

    private boolean goesTo(Node second, View seen, Reason reason) {
        return reason == Reason.EXPIRED
                // The node is slow, or our attempt was: no reason to leave it.
                ? active.isUsable(second)
                : active.leave(seen, reason).is(second);
    }

    private static List<Integer> thatMayGoElsewhere(List<Placement> placements) {
        List<Integer> left = new ArrayList<>();
        for (int i = 0; i < placements.size(); i++) {
            // Overload is ours, and follows us wherever we go; so does a parent that is somewhere else.
            if (placements.get(i) instanceof Placement.NotWritten notWritten
                    && notWritten.reason() != Reason.OVERLOADED
                    && notWritten.reason() != Reason.DEPENDENCY_ELSEWHERE) {
                left.add(i);
            }
        }
        return left;
    }

    private Deadline beforeReserve(Deadline deadline) {
        Duration most = Duration.ofNanos(deadline.remainingNanos()).minus(active.reserve());
        return standby.isEmpty() || most.isNegative() || most.isZero() ? deadline : deadline.within(most);
    }

    private JobQueue queueOf(Node node) {
        return node == Node.PRIMARY ? primary : standby.orElseThrow();
    }

    @Override
    public String toString() {
        return "Failover{" + primary + ", " + standby + "}";
    }
}
