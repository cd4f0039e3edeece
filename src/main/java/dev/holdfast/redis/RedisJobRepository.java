package dev.holdfast.redis;

import dev.holdfast.job.Deadline;
import dev.holdfast.job.Job;
import dev.holdfast.job.JobQueue;
import dev.holdfast.job.Node;
import dev.holdfast.job.NodeState;
import dev.holdfast.job.Placement;
import dev.holdfast.job.Reason;
import dev.holdfast.link.RedisLink;
import dev.holdfast.link.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

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
        List<CompletableFuture<Reply>> replies =
                link.send(jobs.stream().map(PlaceScript::call).toList(), attempt);
        List<Placement> placements = new ArrayList<>(jobs.size());
        for (int i = 0; i < jobs.size(); i++) {
            placements.add(PlaceScript.placement(node, jobs.get(i), replyBy(attempt, replies.get(i))));
        }
        return placements;
    }

    NodeState state() {
        return link.state();
    }

    private static Reply replyBy(Deadline attempt, CompletableFuture<Reply> reply) {
        try {
            return reply.get(Math.max(0, attempt.remainingNanos()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            return new Reply.Lost(Reason.NO_REPLY);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return new Reply.Lost(Reason.NO_REPLY);
        } catch (ExecutionException impossible) {
            throw new IllegalStateException("a reply never completes exceptionally", impossible);
        }
    }

    @Override
    public String toString() {
        return "Redis{" + node.word() + "}";
    }
}
