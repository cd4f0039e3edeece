package dev.holdfast.redis;

import dev.holdfast.job.Deadline;
import dev.holdfast.job.JobId;
import dev.holdfast.job.JobQueue;
import dev.holdfast.job.Node;
import dev.holdfast.job.NodeState;
import dev.holdfast.job.NodeState.Status;
import dev.holdfast.link.RedisLink;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The two nodes of this installation; the standby may be missing. Owns their links. */
public final class RedisNodes implements AutoCloseable {

    private final RedisLink primary;
    private final Optional<RedisLink> standby;
    private final JobReader reader;
    private final Duration attemptLimit;

    RedisNodes(RedisLink primary, Optional<RedisLink> standby, JobReader reader, Duration attemptLimit) {
        this.primary = primary;
        this.standby = standby;
        this.reader = reader;
        this.attemptLimit = attemptLimit;
    }

    /** The primary as a place for jobs. */
    public JobQueue primary() {
        return new RedisJobRepository(Node.PRIMARY, primary, attemptLimit);
    }

    /** What the primary knows of a job; answers by the deadline. */
    public Lookup find(JobId id, Deadline deadline) {
        return reader.find(id, deadline);
    }

    /** What is known of both nodes now, primary first; does no I/O. */
    public List<NodeState> states() {
        NodeState second = standby.map(RedisLink::state)
                .orElseGet(() -> new NodeState(Node.STANDBY, Status.NONE, "not configured", Optional.empty()));
        return List.of(primary.state(), second);
    }

    /** Waits until the primary has been tried once, at most so long. */
    void awaitFirstAttempt(Duration limit) {
        primary.awaitFirstAttempt(limit);
    }

    @Override
    public void close() {
        primary.close();
        standby.ifPresent(RedisLink::close);
    }
}
