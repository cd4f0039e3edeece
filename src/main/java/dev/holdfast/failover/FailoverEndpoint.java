package dev.holdfast.failover;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.holdfast.job.Node;
import dev.holdfast.job.NodeState;
import dev.holdfast.job.NodeStates;
import dev.holdfast.problem.Problem;
import dev.holdfast.problem.ProblemType;
import dev.holdfast.problem.Violation;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;

/** Where operators see which node takes jobs, and say which shall. */
@Endpoint(id = "failover")
final class FailoverEndpoint {

    private final ActiveNode active;
    private final NodeStates states;

    FailoverEndpoint(ActiveNode active, NodeStates states) {
        this.active = active;
        this.states = states;
    }

    @ReadOperation
    State state() {
        return new State(
                active.view().word(),
                active.cause(),
                active.failback().word(),
                states.areOneLineage() ? true : null,
                NodeView.of(states.primary(), active.isStale(Node.PRIMARY)),
                NodeView.of(states.standby(), active.isStale(Node.STANDBY)),
                active.history().newestFirst());
    }

    // Actuator takes every parameter for required, unless it carries Spring's own @Nullable.
    @WriteOperation
    WebEndpointResponse<?> change(
            @org.springframework.lang.Nullable String active,
            @org.springframework.lang.Nullable String failback,
            @org.springframework.lang.Nullable String reason) {
        FailoverRequest request = new FailoverRequest(active, failback, reason);
        List<Violation> violations = request.violations();
        if (!violations.isEmpty()) {
            return Problem.of(ProblemType.INVALID_FAILOVER, "nothing has changed; see violations")
                    .with("violations", violations)
                    .toEndpointResponse();
        }
        Node node = request.node();
        if (node != null && !this.active.move(node, reason)) {
            return Problem.of(ProblemType.NODE_NOT_READY, "nothing has changed; the node's reason says what it lacks")
                    .with("node", node.word())
                    .with("reason", states.of(node).reason())
                    .toEndpointResponse();
        }
        Failback wanted = request.mode();
        if (wanted != null) {
            this.active.failback(wanted);
        }
        return new WebEndpointResponse<>(state());
    }

    /** What operators see; {@code one_lineage} says that the standby holds a copy of the primary's data. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record State(
            String active,
            String cause,
            String failback,
            @JsonProperty("one_lineage") @Nullable Boolean oneLineage,
            NodeView primary,
            NodeView standby,
            List<Switch> history) {}

    /** One node of it. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record NodeView(
            String state,
            String reason,
            String role,
            @Nullable Boolean stale,
            @JsonProperty("up_for_ms") @Nullable Long upForMillis) {

        static NodeView of(NodeState node, boolean stale) {
            return new NodeView(
                    node.status().word(),
                    node.reason(),
                    node.role().word(),
                    stale ? true : null,
                    node.upFor().map(Duration::toMillis).orElse(null));
        }
    }
}
