package dev.holdfast.incident;

import dev.holdfast.failover.ActiveNode;
import dev.holdfast.failover.Standing;
import dev.holdfast.job.NodeState;
import dev.holdfast.job.NodeStates;
import dev.holdfast.job.StandbyUse;
import dev.holdfast.maintenance.MaintenanceMode;
import dev.holdfast.maintenance.MaintenanceWindow;
import dev.holdfast.spool.SpoolState;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Gathers what the other rooms know; asks nobody outside, so it answers at once whatever Redis and the disk do. */
final class Senses implements Supplier<Signals> {

    private final NodeStates nodes;
    private final ActiveNode active;
    private final StandbyUse standbyUse;
    private final Supplier<Optional<SpoolState>> spool;
    private final Supplier<@Nullable MaintenanceWindow> window;

    Senses(
            NodeStates nodes,
            ActiveNode active,
            StandbyUse standbyUse,
            Supplier<Optional<SpoolState>> spool,
            MaintenanceMode maintenance) {
        this.nodes = nodes;
        this.active = active;
        this.standbyUse = standbyUse;
        this.spool = spool;
        this.window = maintenance::window;
    }

    @Override
    public Signals get() {
        Standing standing = Standing.of(nodes, active);
        Optional<SpoolState> disk = spool.get();
        return new Signals(
                standing.takesJobs(),
                disk.filter(SpoolState::takesJobs).isPresent(),
                isWell(standing, standing.primary()) && isWell(standing, standing.standby()),
                !standing.isAtHome(),
                standbyUse == StandbyUse.WORKPLACE,
                isConnecting(standing.primary()) || isConnecting(standing.standby()),
                standing.primary().newRuns() + standing.standby().newRuns(),
                disk.map(SpoolState::depth).orElse(0L),
                disk.flatMap(SpoolState::oldest),
                Optional.ofNullable(window.get())
                        .map(closed -> new Signals.Window(
                                Optional.ofNullable(closed.until()), Optional.ofNullable(closed.message()))));
    }

    private static boolean isWell(Standing standing, NodeState node) {
        return isConnecting(node) || standing.isWell(node.node());
    }

    private static boolean isConnecting(NodeState node) {
        return node.status() == NodeState.Status.CONNECTING;
    }
}
