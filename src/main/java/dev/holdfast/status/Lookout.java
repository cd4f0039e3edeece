package dev.holdfast.status;

import dev.holdfast.failover.ActiveNode;
import dev.holdfast.failover.Standing;
import dev.holdfast.incident.Incidents;
import dev.holdfast.job.NodeStates;
import dev.holdfast.maintenance.MaintenanceMode;
import dev.holdfast.spool.SpoolState;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Supplier;

/** Gathers what is known for the status page; asks no node and no disk. Safe for all threads. */
final class Lookout implements Supplier<StatusFacts> {

    private final NodeStates nodes;
    private final ActiveNode active;
    private final Supplier<Optional<SpoolState>> spool;
    private final MaintenanceMode maintenance;
    private final Incidents incidents;
    private final InstantSource clock;

    /** @param spool how the spool is; empty if there is none */
    Lookout(
            NodeStates nodes,
            ActiveNode active,
            Supplier<Optional<SpoolState>> spool,
            MaintenanceMode maintenance,
            Incidents incidents,
            InstantSource clock) {
        this.nodes = nodes;
        this.active = active;
        this.spool = spool;
        this.maintenance = maintenance;
        this.incidents = incidents;
        this.clock = clock;
    }

    @Override
    public StatusFacts get() {
        return new StatusFacts(
                clock.instant().truncatedTo(ChronoUnit.MILLIS),
                Standing.of(nodes, active),
                spool.get(),
                Optional.ofNullable(maintenance.window()),
                incidents.open(),
                incidents.past(),
                maintenance.planned(),
                incidents.watched());
    }
}
