package dev.holdfast.redis;

import static org.awaitility.Awaitility.await;

import dev.holdfast.guard.TestGuards;
import dev.holdfast.job.Deadline;
import dev.holdfast.job.Job;
import dev.holdfast.job.JobId;
import dev.holdfast.job.Node;
import dev.holdfast.job.Placement;
import dev.holdfast.job.StaleNodes;
import dev.holdfast.job.StandbyUse;
import dev.holdfast.link.RedisUrl;
import dev.holdfast.link.TestLinks;
import dev.holdfast.testing.RedisServer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** A link to a node, and what changes jobs over it. */
final class ChangeNode implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(5);
    static final Instant NOW = Instant.parse("2026-11-29T12:00:00.123456Z");

    private final RedisNode node;

    ChangeNode(Node name, RedisServer redis) {
        node = RedisNode.open(TestLinks.links(), name, RedisUrl.parse("test", redis.url()));
        awaitUp();
    }

    void awaitUp() {
        await().until(() -> node.link().state().isUp());
    }

    void awaitDown() {
        await().until(() -> !node.link().state().isUp());
    }

    RedisNode node() {
        return node;
    }

    /** This node alone. */
    JobChanges changes() {
        return between(this, Optional.empty(), StandbyUse.SAFE_BOX, PATIENCE);
    }

    static JobChanges between(ChangeNode primary, Optional<ChangeNode> standby, StandbyUse use, Duration attempt) {
        return new JobChanges(
                primary.node,
                standby.map(ChangeNode::node),
                use,
                new StaleNodes(node -> false),
                TestGuards.guard(),
                attempt,
                Duration.ofHours(24),
                InstantSource.fixed(NOW));
    }

    /** Accepts a job here, as the front desk would. */
    Placement place(Job job, boolean stray) {
        return new RedisJobRepository(node, () -> stray, PATIENCE)
                .place(List.of(StrayNode.withFingerprint(job)), soon())
                .get(0);
    }

    static Deadline soon() {
        return Deadline.in(PATIENCE, System::nanoTime);
    }

    static JobId id(String text) {
        return new JobId(text);
    }

    @Override
    public void close() {
        node.link().close();
    }
}
