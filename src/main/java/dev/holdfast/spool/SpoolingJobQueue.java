package dev.holdfast.spool;

import dev.holdfast.job.Deadline;
import dev.holdfast.job.Job;
import dev.holdfast.job.JobQueue;
import dev.holdfast.job.Placement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The last resort: what no node has written is kept on the disk, and what may be at a node is held there with the node's
 * name, until it is placed. Safe for all threads.
 */
public final class SpoolingJobQueue implements JobQueue {

    /** What is kept of a submission's time for the disk. */
    private static final Duration FOR_THE_DISK = Duration.ofMillis(300);

    private final JobQueue nodes;
    private final Spool spool;

    public SpoolingJobQueue(JobQueue nodes, Spool spool) {
        this.nodes = nodes;
        this.spool = spool;
    }

    @Override
    public List<Placement> place(List<Job> jobs, Deadline deadline) {
        @Nullable Placement[] placements = new Placement[jobs.size()];
        answerFromRows(jobs, placements, deadline);
        placeTheRest(jobs, placements, deadline);
        keepTheRest(jobs, placements, deadline);
        return Arrays.asList(placements);
    }

    /** A job that lies here is answered from its row (docs/protocol.md, R5): it may be where it must not be sent twice. */
    private void answerFromRows(List<Job> jobs, @Nullable Placement[] placements, Deadline deadline) {
        for (int i = 0; i < placements.length; i++) {
            placements[i] = spool.known(jobs.get(i), deadline).orElse(null);
        }
    }

    private void placeTheRest(List<Job> jobs, @Nullable Placement[] placements, Deadline deadline) {
        List<Integer> open = indexesOf(placements, Objects::isNull);
        if (open.isEmpty()) {
            return;
        }
        List<Placement> placed = nodes.place(open.stream().map(jobs::get).toList(), beforeDisk(deadline));
        for (int i = 0; i < open.size(); i++) {
            placements[open.get(i)] = placed.get(i);
        }
    }

    private void keepTheRest(List<Job> jobs, @Nullable Placement[] placements, Deadline deadline) {
        List<Integer> left = indexesOf(placements, Keeping::isFor);
        if (left.isEmpty()) {
            return;
        }
        List<Keeping> keepings = left.stream()
                .map(i -> Keeping.of(jobs.get(i), placements[i], spool.nodes()))
                .toList();
        List<Placement> kept = spool.keep(keepings, deadline);
        for (int i = 0; i < left.size(); i++) {
            placements[left.get(i)] = kept.get(i);
        }
    }

    private static List<Integer> indexesOf(@Nullable Placement[] placements, Predicate<@Nullable Placement> which) {
        List<Integer> indexes = new ArrayList<>();
        for (int i = 0; i < placements.length; i++) {
            if (which.test(placements[i])) {
                indexes.add(i);
            }
        }
        return indexes;
    }

    private static Deadline beforeDisk(Deadline deadline) {
        Duration most = Duration.ofNanos(deadline.remainingNanos()).minus(FOR_THE_DISK);
        return most.isNegative() || most.isZero() ? deadline : deadline.within(most);
    }

    @Override
    public String toString() {
        return "Spooling{" + nodes + "}";
    }
}
