package dev.holdfast.dependency;

import dev.holdfast.job.Deadline;
import dev.holdfast.job.Job;
import dev.holdfast.job.JobId;
import dev.holdfast.job.JobQueue;
import dev.holdfast.job.Placement;
import dev.holdfast.job.Reason;
import dev.holdfast.job.Start;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * One node as a place for jobs that wait for others: RQ takes a parent that it does not know for a finished one, but with
 * two nodes and a disk it may only be elsewhere (docs/protocol.md, Dependent jobs).
 *
 * <p>A child whose parent is elsewhere is {@code NotWritten(DEPENDENCY_ELSEWHERE)}. The node is asked last, after all
 * places from which a parent could come home meanwhile. Safe for all threads.
 */
public final class DependentJobQueue implements JobQueue {

    /** A request has to be answered, too: the search gets a part of its time, and the second attempt the rest. */
    private static final int PART = 3;

    private final JobQueue node;
    private final BiFunction<Parent, Deadline, Sighting> elsewhere;

    /** @param elsewhere looks for a parent at the places that the node cannot see; answers by the deadline */
    public DependentJobQueue(JobQueue node, BiFunction<Parent, Deadline, Sighting> elsewhere) {
        this.node = node;
        this.elsewhere = elsewhere;
    }

    @Override
    public List<Placement> place(List<Job> jobs, Deadline deadline) {
        List<Placement> placements =
                node.place(jobs.stream().map(Job::withMissingParentsUnmet).toList(), deadline);
        List<Integer> orphans = orphans(placements);
        if (orphans.isEmpty()) {
            return placements;
        }
        List<Placement> answers = new ArrayList<>(placements);
        Deadline search = deadline.within(Duration.ofNanos(Math.max(0, deadline.remainingNanos() / PART)));
        Set<JobId> unplaced = unplaced(jobs, placements);
        Map<Parent, Sighting> known = new HashMap<>();
        List<Integer> again = new ArrayList<>();
        for (int i : orphans) {
            if (jobs.get(i).terms().start() instanceof Start.After after && !waits(after, unplaced, known, search)) {
                again.add(i);
            }
        }
        if (!again.isEmpty()) {
            List<Job> ready =
                    again.stream().map(i -> jobs.get(i).withMissingParentsMet()).toList();
            List<Placement> second = node.place(ready, deadline);
            for (int i = 0; i < again.size(); i++) {
                answers.set(again.get(i), second.get(i));
            }
        }
        return answers;
    }

    /** A parent that is seen is waited for however long it takes, one that may be somewhere only for a time. */
    private boolean waits(Start.After after, Set<JobId> unplaced, Map<Parent, Sighting> known, Deadline search) {
        for (JobId id : after.parents()) {
            Parent parent = new Parent(id, after.allowFailure());
            if (unplaced.contains(id)) {
                return true;
            }
            Sighting sighting = known.computeIfAbsent(parent, asked -> elsewhere.apply(asked, search));
            if (sighting == Sighting.THERE || (sighting == Sighting.UNSURE && !after.missingAreMet())) {
                return true;
            }
        }
        return false;
    }

    private static List<Integer> orphans(List<Placement> placements) {
        List<Integer> orphans = new ArrayList<>();
        for (int i = 0; i < placements.size(); i++) {
            if (placements.get(i) instanceof Placement.NotWritten not && not.reason() == Reason.DEPENDENCY_ELSEWHERE) {
                orphans.add(i);
            }
        }
        return orphans;
    }

    /** Those of this batch that the node has not taken: soon they are on the disk, where nobody finds them yet. */
    private static Set<JobId> unplaced(List<Job> jobs, List<Placement> placements) {
        Set<JobId> unplaced = new HashSet<>();
        for (int i = 0; i < jobs.size(); i++) {
            Placement placement = placements.get(i);
            if (placement instanceof Placement.NotWritten || placement instanceof Placement.InDoubt) {
                unplaced.add(jobs.get(i).id());
            }
        }
        return unplaced;
    }

    @Override
    public String toString() {
        return "Dependent{" + node + "}";
    }
}
