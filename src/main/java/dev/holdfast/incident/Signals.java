package dev.holdfast.incident;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * What this service knows of itself at one moment, as far as callers may notice it.
 *
 * @param nodeTakesJobs whether any Redis does
 * @param diskTakesJobs whether the spool does
 * @param nodesWell whether each Redis does what it is there for, or is being connected for the first time
 * @param standingIn whether jobs go to a standby that only stands in for the primary
 * @param workedThere whether workers run there what it takes
 * @param connecting whether some Redis is being connected for the first time
 * @param newRuns how often one came back restarted, promoted or with other data since this service started
 * @param window for maintenance, if the door is closed
 */
record Signals(
        boolean nodeTakesJobs,
        boolean diskTakesJobs,
        boolean nodesWell,
        boolean standingIn,
        boolean workedThere,
        boolean connecting,
        int newRuns,
        long spooled,
        Optional<Duration> oldest,
        Optional<Window> window) {

    /**
     * A time in which the door is closed.
     *
     * @param until its end, if it has one
     * @param message what callers are told, if anything
     */
    record Window(Optional<Instant> until, Optional<String> message) {}

    /** All that is the matter now. */
    Set<Cause> causes() {
        Set<Cause> causes = EnumSet.noneOf(Cause.class);
        if (!nodesWell || standingIn) {
            causes.add(Cause.NODE_LEFT);
        }
        if (!nodeTakesJobs) {
            causes.add(diskTakesJobs ? Cause.SPOOL : Cause.NOTHING_ACCEPTED);
        }
        if (window.isPresent()) {
            causes.add(Cause.MAINTENANCE);
        }
        return causes;
    }

    /** What callers notice now. */
    Impact impact() {
        if (window.isPresent() || !(nodeTakesJobs || diskTakesJobs)) {
            return Impact.REFUSED;
        }
        boolean waitThere = standingIn && !workedThere;
        return !nodeTakesJobs || waitThere || spooled > 0 ? Impact.LATER : Impact.NONE;
    }

    /** Whether every Redis has been reached and is well, and takes jobs. */
    boolean isWellConnected() {
        return nodeTakesJobs && nodesWell && !connecting;
    }
}
