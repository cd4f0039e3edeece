package dev.holdfast.redis;

import dev.holdfast.job.Deadline;
import dev.holdfast.job.Job;
import dev.holdfast.job.JobQueue;
import dev.holdfast.job.Placement;
import dev.holdfast.link.Reply;
import dev.holdfast.link.ScriptCall;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * One Redis node as a place for jobs: one attempt, one round trip, for the whole batch. A job that was taken back is
 * kept out instead.
 *
 * <p>What the node does not answer in time is in doubt; the script refuses it after that time, so the doubt never
 * grows. Safe for all threads.
 */
final class RedisJobRepository implements JobQueue {

    private final RedisNode node;
    private final BooleanSupplier strays;
    private final Duration attemptLimit;

    /** @param strays whether what is placed here now has to be brought to the other node later */
    RedisJobRepository(RedisNode node, BooleanSupplier strays, Duration attemptLimit) {
        this.node = node;
        this.strays = strays;
        this.attemptLimit = attemptLimit;
    }

    @Override
    public List<Placement> place(List<Job> jobs, Deadline deadline) {
        Deadline attempt = deadline.within(attemptLimit);
        boolean astray = strays.getAsBoolean();
        List<Reply> replies =
                node.link().call(jobs.stream().map(job -> call(job, astray)).toList(), attempt);
        List<Placement> placements = new ArrayList<>(jobs.size());
        for (int i = 0; i < jobs.size(); i++) {
            placements.add(placement(jobs.get(i), replies.get(i)));
        }
        return placements;
    }

    private ScriptCall call(Job job, boolean astray) {
        return job.isWithdrawn() ? node.withdrawals().call(job) : node.place().call(job, astray);
    }

    private Placement placement(Job job, Reply reply) {
        return job.isWithdrawn()
                ? node.withdrawals().placement(job, reply)
                : node.place().placement(job, reply);
    }

    @Override
    public String toString() {
        return "Redis{" + node.link().state().node().word() + "}";
    }
}
