package dev.holdfast.failover;

import dev.holdfast.job.Node;
import dev.holdfast.job.NodeState;
import dev.holdfast.job.NodeStates;
import dev.holdfast.job.Reason;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How the nodes stand, looked at together.
 *
 * @param takesJobs whether a job could be placed, on whichever
 * @param active the one that takes jobs; empty while none can
 * @param stale those that hold the older copy of the other's data
 */
public record Standing(
        NodeState primary, NodeState standby, boolean takesJobs, Optional<Node> active, Set<Node> stale) {

    public static Standing of(NodeStates nodes, ActiveNode active) {
        List<NodeState> now = nodes.now().get();
        Set<Node> stale = EnumSet.noneOf(Node.class);
        now.stream().map(NodeState::node).filter(active::isStale).forEach(stale::add);
        return new Standing(now.get(0), now.get(1), active.takesJobs(), active.node(), stale);
    }

    public boolean isOneLineage() {
        return NodeStates.areOneLineage(primary, standby);
    }

    /** Whether jobs go where they should: after a promotion the standby stays, of two independent nodes it stands in. */
    public boolean isAtHome() {
        return isOneLineage() || !active.equals(Optional.of(Node.STANDBY));
    }

    /** Whether the node does what it is there for. */
    public boolean isWell(Node node) {
        NodeState state = node == Node.PRIMARY ? primary : standby;
        return switch (state.status()) {
            case UP -> !stale.contains(node);
            case NONE -> true;
            case CONNECTING -> false;
            // A replica that can be asked and only refuses writes does what it is there for.
            case DOWN -> isOneLineage() && state.reason().equals(Reason.READONLY.word());
        };
    }
}
