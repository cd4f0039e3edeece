package dev.holdfast.testing;

import dev.holdfast.job.Node;
import dev.holdfast.job.NodeState;
import dev.holdfast.job.NodeState.Role;
import dev.holdfast.job.NodeState.Status;
import dev.holdfast.job.NodeStates;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Two nodes of which a test says what is known; at first both are being connected. */
public final class KnownNodes {

    private final Map<Node, NodeState> states = new EnumMap<>(Node.class);

    public KnownNodes() {
        for (Node node : Node.values()) {
            set(node, Status.CONNECTING, Role.UNKNOWN, "connecting", "", Optional.empty());
        }
    }

    public NodeStates states() {
        return new NodeStates(this::now);
    }

    /** A master with data of its own. */
    public KnownNodes up(Node node, Duration upFor) {
        return up(node, upFor, node.word());
    }

    /** A master with these data. */
    public KnownNodes up(Node node, Duration upFor, String dataset) {
        return set(node, Status.UP, Role.MASTER, "takes writes", dataset, Optional.of(upFor));
    }

    /** What it was before is still known. */
    public KnownNodes down(Node node, String reason) {
        NodeState before = states.get(node);
        return set(node, Status.DOWN, before.role(), reason, before.dataset(), Optional.empty());
    }

    public KnownNodes replica(Node node, String dataset) {
        return set(node, Status.DOWN, Role.REPLICA, "readonly", dataset, Optional.empty());
    }

    public KnownNodes none(Node node) {
        states.put(node, NodeState.none(node));
        return this;
    }

    private synchronized List<NodeState> now() {
        return List.copyOf(states.values());
    }

    private synchronized KnownNodes set(
            Node node, Status status, Role role, String reason, String dataset, Optional<Duration> upFor) {
        states.put(
                node,
                new NodeState(node, status, role, reason, node.word() + "-run", dataset, upFor, Optional.empty(), 0));
        return this;
    }
}
