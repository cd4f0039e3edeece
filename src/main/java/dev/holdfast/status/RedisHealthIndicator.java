package dev.holdfast.status;

import dev.holdfast.job.NodeState;
import dev.holdfast.job.NodeStates;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.actuate.health.Status;

/**
 * Says whether a submission could be accepted, from what the links already know: it asks Redis nothing, so it answers
 * in milliseconds while Redis hangs.
 */
final class RedisHealthIndicator implements HealthIndicator {

    /** Submissions are accepted, though something that should serve does not. */
    static final Status DEGRADED = new Status("DEGRADED");

    private final NodeStates nodes;

    RedisHealthIndicator(NodeStates nodes) {
        this.nodes = nodes;
    }

    @Override
    public Health health() {
        NodeState primary = nodes.primary();
        NodeState standby = nodes.standby();
        return Health.status(status(primary, standby))
                .withDetail("active", primary.isUp() ? primary.node().word() : "none")
                .withDetail("primary", details(primary))
                .withDetail("standby", details(standby))
                .build();
    }

    private static Status status(NodeState primary, NodeState standby) {
        if (!primary.isUp()) {
            return Status.OUT_OF_SERVICE;
        }
        return standby.status() == NodeState.Status.DOWN ? DEGRADED : Status.UP;
    }

    private static Map<String, Object> details(NodeState node) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("state", node.status().word());
        details.put("reason", node.reason());
        node.sinceLastProof().ifPresent(age -> details.put("last_proof_ms_ago", age.toMillis()));
        return details;
    }
}
