package dev.holdfast.status;

import dev.holdfast.failover.ActiveNode;
import dev.holdfast.failover.Standing;
import dev.holdfast.job.Node;
import dev.holdfast.job.NodeState;
import dev.holdfast.job.NodeStates;
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
        Standing standing = Standing.of(nodes, active);
        return Health.status(status(standing))
                .withDetail("active", standing.active().map(Node::word).orElse("none"))
                .withDetail("cause", active.cause())
                .withDetail("failback", active.failback().word())
                .withDetail("primary", details(standing.primary(), standing))
                .withDetail("standby", details(standing.standby(), standing))
                .build();
    }

    private Status status(Standing standing) {
        if (!standing.takesJobs()) {
            return spool.get().filter(SpoolState::takesJobs).isPresent() ? DEGRADED : Status.OUT_OF_SERVICE;
        }
        boolean well = standing.isAtHome() && standing.isWell(Node.PRIMARY) && standing.isWell(Node.STANDBY);
        return well ? Status.UP : DEGRADED;
    }

    private static Map<String, Object> details(NodeState node, Standing standing) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("state", node.status().word());
        details.put("reason", node.reason());
        details.put("role", node.role().word());
        if (standing.stale().contains(node.node())) {
            details.put("stale", true);
        }
        node.sinceLastProof().ifPresent(age -> details.put("last_proof_ms_ago", age.toMillis()));
        return details;
    }
}
