package dev.holdfast.status;

import dev.holdfast.failover.ActiveNode;
import dev.holdfast.job.Node;
import dev.holdfast.job.NodeState;
import dev.holdfast.job.NodeStates;
import dev.holdfast.job.Reason;
import dev.holdfast.spool.SpoolState;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.actuate.health.Status;

/**
 * Says whether a submission could be accepted, by a node or by the disk, from what is known already: it asks neither, so
 * it answers in milliseconds while Redis hangs.
 */
final class RedisHealthIndicator implements HealthIndicator {

    /** Submissions are accepted, though something that should serve does not. */
    static final Status DEGRADED = new Status("DEGRADED");

    private final NodeStates nodes;
    private final ActiveNode active;
    private final Supplier<Optional<SpoolState>> spool;

    /** @param spool how the spool is; empty if there is none */
    RedisHealthIndicator(NodeStates nodes, ActiveNode active, Supplier<Optional<SpoolState>> spool) {
        this.nodes = nodes;
        this.active = active;
        this.spool = spool;
    }

    @Override
    public Health health() {
        NodeState primary = nodes.primary();
        NodeState standby = nodes.standby();
        return Health.status(status(primary, standby))
                .withDetail("active", active.node().map(Node::word).orElse("none"))
                .withDetail("cause", active.cause())
                .withDetail("failback", active.failback().word())
                .withDetail("primary", details(primary))
                .withDetail("standby", details(standby))
                .build();
    }

    private Status status(NodeState primary, NodeState standby) {
        if (!active.takesJobs()) {
            return spool.get().filter(SpoolState::takesJobs).isPresent() ? DEGRADED : Status.OUT_OF_SERVICE;
        }
        boolean oneLineage = NodeStates.areOneLineage(primary, standby);
        // After a promotion the standby stays; of two independent nodes it only stands in.
        boolean atHome = oneLineage || !active.node().equals(Optional.of(Node.STANDBY));
        return atHome && isWell(primary, oneLineage) && isWell(standby, oneLineage) ? Status.UP : DEGRADED;
    }

    private boolean isWell(NodeState node, boolean oneLineage) {
        return switch (node.status()) {
            case UP -> !active.isStale(node.node());
            case NONE -> true;
            case CONNECTING -> false;
            // A replica that can be asked and only refuses writes does what it is there for.
            case DOWN -> oneLineage && node.reason().equals(Reason.READONLY.word());
        };
    }

    private Map<String, Object> details(NodeState node) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("state", node.status().word());
        details.put("reason", node.reason());
        details.put("role", node.role().word());
        if (active.isStale(node.node())) {
            details.put("stale", true);
        }
        node.sinceLastProof().ifPresent(age -> details.put("last_proof_ms_ago", age.toMillis()));
        return details;
    }
}
