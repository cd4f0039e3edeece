package dev.holdfast.redis;

import dev.holdfast.job.Deadline;
import dev.holdfast.job.Job;
import dev.holdfast.job.JobQueue;
import dev.holdfast.job.Placement;
import dev.holdfast.link.RedisLink;
import dev.holdfast.link.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * One Redis node as a place for jobs: one attempt, one round trip, for the whole batch.
 *
 * <p>What the node does not answer in time is in doubt; the script refuses it after that time, so the doubt never
 * grows. Safe for all threads.
 */
final class RedisJobRepository implements JobQueue {

    private final RedisLink link;
    private final PlaceScript script;
    private final BooleanSupplier strays;
    private final Duration attemptLimit;

    /** @param strays whether what is placed here now has to be brought to the other node later */
    RedisJobRepository(RedisLink link, PlaceScript script, BooleanSupplier strays, Duration attemptLimit) {
        this.strays = strays;
        this.link = link;
        this.script = script;
        this.attemptLimit = attemptLimit;
    }

    @Override
    public List<Placement> place(List<Job> jobs, Deadline deadline) {
        Deadline attempt = deadline.within(attemptLimit);
        boolean astray = strays.getAsBoolean();
        List<Reply> replies =
                link.call(jobs.stream().map(job -> script.call(job, astray)).toList(), attempt);
        List<Placement> placements = new ArrayList<>(jobs.size());
        for (int i = 0; i < jobs.size(); i++) {
            placements.add(script.placement(jobs.get(i), replies.get(i)));
        }
        return placements;
    }

    @Override
    public String toString() {
        return "Redis{" + link.state().node().word() + "}";
    }
}
