package dev.holdfast.redis;

import dev.holdfast.job.Deadline;
import dev.holdfast.job.JobId;
import dev.holdfast.job.JobQueue;
import dev.holdfast.job.Node;
import dev.holdfast.job.NodeState;
import dev.holdfast.job.NodeStates;
import dev.holdfast.link.RedisLink;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The two nodes of this installation; the standby may be missing. Owns their links. */
public final class RedisNodes implements AutoCloseable {

    private final RedisNode primary;
    private final Optional<RedisNode> standby;
    private final JobReader reader;
    private final Duration attemptLimit;

    RedisNodes(RedisNode primary, Optional<RedisNode> standby, JobReader reader, Duration attemptLimit) {
        this.primary = primary;
        this.standby = standby;
        this.reader = reader;
        this.attemptLimit = attemptLimit;
    }

    /** The primary as a place for jobs. */
    public JobQueue primary() {
        return new RedisJobRepository(primary.link(), primary.place(), () -> false, attemptLimit);
    }

    /** The standby as a place for jobs, which are to come home from there unless it shares the primary's data. */
    public Optional<JobQueue> standby() {
        NodeStates states = new NodeStates(this::states);
        return standby.map(
                node -> new RedisJobRepository(node.link(), node.place(), () -> !states.areOneLineage(), attemptLimit));
    }

    /** What the primary knows of a job; answers by the deadline. */
    public Lookup find(JobId id, Deadline deadline) {
        return reader.find(id, deadline);
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
