package dev.holdfast.redis;

import dev.holdfast.job.Deadline;
import dev.holdfast.job.JobId;
import dev.holdfast.job.Node;
import dev.holdfast.job.NodeState;
import dev.holdfast.job.NodeState.Role;
import dev.holdfast.job.NodeStates;
import dev.holdfast.job.StaleNodes;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

/** Looks for a job on both nodes at the same time, within one deadline. Safe for all threads. */
final class JobSearch {

    private final JobReader primary;
    private final Optional<JobReader> standby;
    private final StaleNodes stale;

    JobSearch(JobReader primary, Optional<JobReader> standby, StaleNodes stale) {
        this.primary = primary;
        this.standby = standby;
        this.stale = stale;
    }

    Lookup find(JobId id, Deadline deadline) {
        return standby.map(other -> find(id, other, deadline))
                .orElseGet(() -> primary.answer(primary.ask(id), deadline));
    }

    Lookup findBeside(Node node, JobId id, Deadline deadline) {
        if (standby.isEmpty()
                || NodeStates.areOneLineage(primary.state(), standby.get().state())) {
            return new Lookup.Unknown();
        }
        JobReader other = node == Node.PRIMARY ? standby.get() : primary;
        return other.answer(other.ask(id), deadline);
    }

    private Lookup find(JobId id, JobReader standby, Deadline deadline) {
        NodeState here = primary.state();
        NodeState there = standby.state();
        Future<Lookup> askedAway = isCopy(there, here, stale) ? unknown() : standby.ask(id);
        Future<Lookup> askedHome = isCopy(here, there, stale) ? unknown() : primary.ask(id);
        Lookup home = primary.answer(askedHome, deadline);
        if (home instanceof Lookup.Found found && !found.hasEnded()) {
            askedAway.cancel(false);
            return home;
        }
        Lookup away = standby.answer(askedAway, deadline);
        if (home instanceof Lookup.Unknown && away instanceof Lookup.Remembered && !isCopy(here, there, stale)) {
            // It may have gone home after the primary was asked and before the standby was.
            home = primary.answer(primary.ask(id), deadline);
        }
        return Lookup.joined(home, away);
    }

    /** The states of these jobs, as far as a node tells any by the deadline; the primary's word goes first. */
    Map<JobId, String> states(Collection<JobId> ids, Deadline deadline) {
        Optional<JobReader> away = standby.filter(node -> !isCopy(node.state(), primary.state(), stale));
        Optional<Future<Map<JobId, String>>> askedAway = away.map(node -> node.askStates(ids));
        boolean copy =
                standby.isPresent() && isCopy(primary.state(), standby.get().state(), stale);
        Future<Map<JobId, String>> askedHome =
                copy ? CompletableFuture.completedFuture(Map.of()) : primary.askStates(ids);
        Map<JobId, String> states = new HashMap<>();
        away.ifPresent(node -> states.putAll(node.states(askedAway.orElseThrow(), deadline)));
        states.putAll(primary.states(askedHome, deadline));
        return states;
    }

    /**
     * Whether a node has only what the other one, which can be asked, has too, or what that one had once: then it knows
     * nothing, also while the other one cannot be asked.
     */
    static boolean isCopy(NodeState node, NodeState other, StaleNodes stale) {
        return NodeStates.areOneLineage(node, other)
                && (stale.contains(node.node()) || (node.role() == Role.REPLICA && other.isUp()));
    }

    private static Future<Lookup> unknown() {
        return CompletableFuture.completedFuture(new Lookup.Unknown());
    }
}
