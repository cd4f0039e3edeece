package dev.holdfast.job;

import dev.holdfast.job.NodeState.Role;
import java.util.List;
import java.util.function.Supplier;

/** What is known of both nodes at any moment, primary first, for rooms that know nothing of Redis. */
public record NodeStates(Supplier<List<NodeState>> now) {

    public NodeState primary() {
        return now.get().get(0);
    }

    public NodeState standby() {
        return now.get().get(1);
    }

    public NodeState of(Node node) {
        return node == Node.PRIMARY ? primary() : standby();
    }

    /**
     * Whether the nodes hold copies of the same data, as a master and its replica do, so that what is written to one
     * must never be written to the other as well; docs/protocol.md tells what follows.
     */
    public boolean areOneLineage() {
        return areOneLineage(primary(), standby());
    }

    /** The same, for states that were looked at together. */
    public static boolean areOneLineage(NodeState one, NodeState other) {
        if (one.dataset().isEmpty() || other.dataset().isEmpty()) {
            // Whose replica it is we cannot see then; a replica of somebody else never takes jobs anyway.
            return one.role() == Role.REPLICA || other.role() == Role.REPLICA;
        }
        return one.dataset().equals(other.dataset());
    }
}
