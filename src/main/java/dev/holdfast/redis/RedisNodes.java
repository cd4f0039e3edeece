package dev.holdfast.redis;

import dev.holdfast.job.Deadline;
import dev.holdfast.job.Job;
import dev.holdfast.job.JobId;
import dev.holdfast.job.JobQueue;
import dev.holdfast.job.JobSource;
import dev.holdfast.job.Node;
import dev.holdfast.job.NodeState;
import dev.holdfast.job.NodeStates;
import dev.holdfast.job.Safety;
import dev.holdfast.link.RedisLink;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.ToLongFunction;

/** The two nodes of this installation; the standby may be missing. Owns their links. */
public final class RedisNodes implements AutoCloseable {

    private final RedisNode primary;
    private final Optional<RedisNode> standby;
    private final Homeward homeward;
    private final JobSearch search;
    private final JobChanges changes;
    private final Duration attemptLimit;

    RedisNodes(
            RedisNode primary,
            Optional<RedisNode> standby,
            Homeward homeward,
            JobSearch search,
            JobChanges changes,
            Duration attemptLimit) {
        this.primary = primary;
        this.standby = standby;
        this.homeward = homeward;
        this.search = search;
        this.changes = changes;
        this.attemptLimit = attemptLimit;
    }

    /** The primary as a place for jobs. */
    public JobQueue primary() {
        return new RedisJobRepository(primary, () -> false, attemptLimit);
    }

    /** The standby as a place for jobs, which are to come home from there unless it shares the primary's data. */
    public Optional<JobQueue> standby() {
        NodeStates states = new NodeStates(this::states);
        return standby.map(node -> new RedisJobRepository(node, () -> !states.areOneLineage(), attemptLimit));
    }

    /** What the standby accepted and is to come home. */
    public Optional<JobSource> strays() {
        return homeward.strays();
    }

    /**
     * One who says whether what this node accepted in a run, so long ago, would survive a crash of it now. For one thread,
     * which it may block for as long as two of a link's limits; each call makes another.
     */
    public BiFunction<String, Duration, Safety> safetyOf(Node node) {
        return homeward.safety().apply(node);
    }

    /**
     * Counts those of these jobs that the primary has accepted as well; none where no worker takes jobs from the standby.
     * It may block as {@link #safetyOf} does.
     */
    public ToLongFunction<Collection<JobId>> acceptedByBoth() {
        return homeward.acceptedByBoth();
    }

    /** What both nodes together know of a job; answers by the deadline. */
    public Lookup find(JobId id, Deadline deadline) {
        return search.find(id, deadline);
    }

    /**
     * What the node beside this one knows of a job; answers by the deadline. A node that shares this one's data, or that
     * is not there, knows of nothing else.
     */
    public Lookup findBeside(Node node, JobId id, Deadline deadline) {
        return search.findBeside(node, id, deadline);
    }

    /**
     * The states of these jobs in RQ's words, as far as a node tells any by the deadline. One that is missing may be
     * anywhere: {@link #find} says more.
     */
    public Map<JobId, String> states(Collection<JobId> ids, Deadline deadline) {
        return search.states(ids, deadline);
    }

    /** Cancels a job as RQ does, wherever it lies, unless a worker has it; answers by the deadline. */
    public Change cancel(JobId id, Deadline deadline) {
        return changes.cancel(id, deadline);
    }

    /** Deletes a job with all that belongs to it, unless a worker has it; answers by the deadline. */
    public Change delete(JobId id, Deadline deadline) {
        return changes.delete(id, deadline);
    }

    /**
     * Deletes this very job wherever it waits, and keeps it out of each node that answers by the deadline; what it answers
     * is too late if a worker was quicker.
     *
     * @param job as withdrawn
     */
    public Change withdraw(Job job, Deadline deadline) {
        return changes.withdraw(job, deadline);
    }

    /** Puts a job back into its queue, as RQ does, that has failed or was stopped; answers by the deadline. */
    public Change requeue(JobId id, boolean atFront, Deadline deadline) {
        return changes.requeue(id, atFront, deadline);
    }

    /** The same with a job at the standby, where the primary has a former one of its id, which stays as it is. */
    public Change requeueLater(JobId id, boolean atFront, Deadline deadline) {
        return changes.requeueLater(id, atFront, deadline);
    }

    /** What is known of both nodes now, primary first; does no I/O. */
    public List<NodeState> states() {
        return List.of(
                primary.link().state(),
                standby.map(node -> node.link().state()).orElseGet(() -> NodeState.none(Node.STANDBY)));
    }

    /** Waits until every node has been tried once, at most so long. */
    void awaitFirstAttempts(Deadline limit) {
        primary.link().awaitFirstAttempt(Duration.ofNanos(Math.max(0, limit.remainingNanos())));
        standby.ifPresent(node -> node.link().awaitFirstAttempt(Duration.ofNanos(Math.max(0, limit.remainingNanos()))));
    }

    @Override
    public void close() {
        primary.link().close();
        standby.map(RedisNode::link).ifPresent(RedisLink::close);
    }
}
