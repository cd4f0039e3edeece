package dev.holdfast.watch;

import dev.holdfast.job.Deadline;
import dev.holdfast.job.Node;
import dev.holdfast.job.NodeState;
import dev.holdfast.job.NodeState.Role;
import dev.holdfast.job.NodeState.Status;
import dev.holdfast.job.NodeStates;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.Predicate;

/** Has both nodes counted at the same time, within one deadline. Safe for all threads. */
final class QueueCounts {

    private final NodeStates states;
    private final Predicate<Node> stale;
    private final NodeCount primary;
    private final NodeCount standby;

    /** @param stale whether a node holds the older copy of the other's data */
    QueueCounts(NodeStates states, Predicate<Node> stale, NodeCount primary, NodeCount standby) {
        this.states = states;
        this.stale = stale;
        this.primary = primary;
        this.standby = standby;
    }

    /** One for each node that this installation has, the primary first. */
    List<Count> take(Deadline deadline) {
        NodeState here = states.primary();
        NodeState there = states.standby();
        if (there.status() == Status.NONE) {
            return List.of(primary.answer(ask(primary, here, there), deadline));
        }
        Future<Count> away = ask(standby, there, here);
        Future<Count> home = ask(primary, here, there);
        return List.of(primary.answer(home, deadline), standby.answer(away, deadline));
    }

    private Future<Count> ask(NodeCount count, NodeState state, NodeState other) {
        return unasked(state, other)
                .<Future<Count>>map(CompletableFuture::completedFuture)
                .orElseGet(count::ask);
    }

    private Optional<Count> unasked(NodeState state, NodeState other) {
        Node node = state.node();
        boolean copy = state.role() == Role.REPLICA && other.isUp() && NodeStates.areOneLineage(state, other);
        if (copy || (state.isUp() && stale.test(node))) {
            return Optional.of(new Count.Copy(node));
        }
        return state.isUp() ? Optional.empty() : Optional.of(new Count.NotCounted(node, state.reason()));
    }
}
