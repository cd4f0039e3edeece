package dev.holdfast.status;

import dev.holdfast.failover.Standing;
import dev.holdfast.incident.Cause;
import dev.holdfast.incident.Incident;
import dev.holdfast.incident.Span;
import dev.holdfast.job.Node;
import dev.holdfast.maintenance.MaintenanceWindow;
import dev.holdfast.maintenance.PlannedWindow;
import dev.holdfast.spool.SpoolState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * All that the status page tells of, as it was at one moment.
 *
 * @param spool empty if there is none
 * @param maintenance the window that keeps the door closed; empty while it is open
 * @param past the newest first
 * @param planned the next one first
 * @param watched when this service ran, oldest first; the last one is its present run
 */
record StatusFacts(
        Instant asOf,
        Standing standing,
        Optional<SpoolState> spool,
        Optional<MaintenanceWindow> maintenance,
        Optional<Incident> incident,
        List<Incident> past,
        List<PlannedWindow> planned,
        List<Span> watched) {

    State state() {
        State seen = seen();
        if (seen == State.MAINTENANCE) {
            return seen;
        }
        // What is seen here is newer than what the incident says of it; of what an operator saw, only that can tell.
        return incident.filter(open -> open.causes().contains(Cause.OPERATOR))
                .map(open -> State.of(open.impact()))
                .map(seen::orWorse)
                .orElse(seen);
    }

    /** The same without what operators report. */
    State seen() {
        if (maintenance.isPresent()) {
            return State.MAINTENANCE;
        }
        boolean diskTakesJobs = spool.filter(SpoolState::takesJobs).isPresent();
        if (!standing.takesJobs()) {
            return diskTakesJobs ? State.LATER : State.REFUSED;
        }
        boolean well = standing.isAtHome()
                && standing.isWell(Node.PRIMARY)
                && standing.isWell(Node.STANDBY)
                && (spool.isEmpty() || diskTakesJobs);
        return well ? State.OK : State.RESERVE_MISSING;
    }
}
