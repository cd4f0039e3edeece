package dev.holdfast.failover;

import dev.holdfast.job.Node;
import dev.holdfast.job.NodeState;
import dev.holdfast.job.NodeState.Role;
import dev.holdfast.job.NodeStates;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether the nodes hold copies of the same data, and then whose copy is the newer one: the older takes no jobs.
 *
 * <p>The node promoted last has the newer copy. Where both are masters and nobody saw which was promoted last, neither
 * takes jobs until an operator says so (docs/protocol.md, one lineage). Guarded by its owner's lock.
 */
final class Lineage {

    private Role primaryBefore = Role.UNKNOWN;
    private Role standbyBefore = Role.UNKNOWN;
    private boolean one;
    private @Nullable Node newest;

    /** @param active the node that takes jobs at present */
    void look(NodeState primary, NodeState standby, Optional<Node> active) {
        one = NodeStates.areOneLineage(primary, standby);
        if (one) {
            newest = newest(primary.role(), standby.role(), active);
        } else {
            newest = null;
        }
        primaryBefore = primary.role();
        standbyBefore = standby.role();
    }

    /** An operator knows what we cannot: this node has the newer copy. */
    void decide(Node node) {
        newest = node;
    }

    /** Whether both claim to be the master of the same data and nobody knows who is right. */
    boolean isUndecided() {
        return one && newest == null;
    }

    /** Whether what this node holds is the older copy of the other's data. */
    boolean isStale(Node node) {
        return one && newest != null && newest != node;
    }

    private @Nullable Node newest(Role primary, Role standby, Optional<Node> active) {
        if (primary == Role.REPLICA && standby == Role.REPLICA) {
            return newest == null ? Node.PRIMARY : newest;
        } else if (primary == Role.REPLICA) {
            return Node.STANDBY;
        } else if (standby == Role.REPLICA) {
            return Node.PRIMARY;
        }
        boolean primaryPromoted = primaryBefore == Role.REPLICA;
        boolean standbyPromoted = standbyBefore == Role.REPLICA;
        if (primaryPromoted != standbyPromoted) {
            return primaryPromoted ? Node.PRIMARY : Node.STANDBY;
        } else if (primaryPromoted) {
            return null;
        } else if (newest != null) {
            return newest;
        }
        // The primary was master first; a standby that serves while it returns was promoted in its absence.
        return active.filter(node -> node == Node.STANDBY).orElse(null);
    }
}
