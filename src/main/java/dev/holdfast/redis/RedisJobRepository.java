package dev.holdfast.redis;

import dev.holdfast.job.Deadline;
import dev.holdfast.job.Job;
import dev.holdfast.job.JobQueue;
import dev.holdfast.job.Node;
import dev.holdfast.job.Placement;
import dev.holdfast.link.RedisLink;
import dev.holdfast.link.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * One Redis node as a place for jobs: one attempt, one round trip, for the whole batch.
 *
 * <p>What the node does not answer in time is in doubt; the script refuses it after that time, so the doubt never
 * grows. Safe for all threads.
 */
final class RedisJobRepository implements JobQueue {

    private final Node node;
    private final RedisLink link;
    private final Duration attemptLimit;

    RedisJobRepository(Node node, RedisLink link, Duration attemptLimit) {
        this.node = node;
        this.link = link;
        this.attemptLimit = attemptLimit;
    }

    @Override
    public List<Placement> place(List<Job> jobs, Deadline deadline) {
        Deadline attempt = deadline.within(attemptLimit);
        List<Reply> replies = link.call(jobs.stream().map(PlaceScript::call).toList(), attempt);
        List<Placement> placements = new ArrayList<>(jobs.size());
        for (int i = 0; i < jobs.size(); i++) {
            placements.add(PlaceScript.placement(node, jobs.get(i), replies.get(i)));
        }
        return placements;
    }

    @Override
    public String toString() {
        return "Redis{" + node.word() + "}";
    }
}
