package dev.holdfast.failover;

import dev.holdfast.job.Node;
import dev.holdfast.job.NodeState;
import dev.holdfast.job.NodeStates;
import dev.holdfast.job.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which node takes jobs now.
 *
 * <p>It is left when it refuses or is down, and comes back to the primary when that has been well for a while. Whoever
 * asks for a change names the view on which it is based, and is ignored if that is no longer the current one: a late
 * answer about an old node cannot undo a newer decision. Does no I/O; safe for all threads.
 */
public final class ActiveNode {

    private static final Logger log = LoggerFactory.getLogger(ActiveNode.class);

    private final NodeStates states;
    private final LongSupplier nanoTime;
    private final Lineage lineage = new Lineage();
    private final Hold hold;
    private final History history;
    private final Duration reserve;
    private Failback failback;
    private Optional<Node> stale = Optional.empty();
    private volatile View view;

    ActiveNode(
            NodeStates states, Hold hold, Failback failback, History history, Duration reserve, LongSupplier nanoTime) {
        this.states = states;
        this.hold = hold;
        this.failback = failback;
        this.history = history;
        this.reserve = reserve;
        this.nanoTime = nanoTime;
        this.view = new View(0, Optional.empty(), Cause.CONNECTING, nanoTime.getAsLong());
    }

    /** The node that takes jobs; empty while none can. */
    public Optional<Node> node() {
        return view.node();
    }

    /** Why it is this node, in a word. */
    public String cause() {
        return view.cause();
    }

    public synchronized Failback failback() {
        return failback;
    }

    synchronized void failback(Failback wanted) {
        if (failback != wanted) {
            failback = wanted;
            log.info("Failback is {} now", wanted.word());
        }
    }

    /** Whether the nodes hold copies of the same data, of which this node's is the older one. */
    public synchronized boolean isStale(Node node) {
        return lineage.isStale(node);
    }

    /** Whether a job could be placed now, on whichever node. */
    public synchronized boolean takesJobs() {
        return isUsable(Node.PRIMARY) || isUsable(Node.STANDBY);
    }

    /** Whether jobs that lie on the standby may be brought to the primary now. */
    public boolean mayDrain() {
        return view.is(Node.PRIMARY)
                && states.primary().isUp()
                && states.standby().isUp()
                && !states.areOneLineage();
    }

    /** What is kept of the time for a job, so that the second node can still be asked. */
    Duration reserve() {
        return reserve;
    }

    View view() {
        return view;
    }

    History history() {
        return history;
    }

    /** Looks at the nodes' states, and changes what they demand. */
    synchronized View settle() {
        return settle(null);
    }

    /**
     * The view after the active node has refused a job for this reason; the node is left if the other one can take jobs.
     *
     * @param seen on what view the job was sent there
     */
    synchronized View leave(View seen, Reason reason) {
        if (view.number() != seen.number() || seen.node().isEmpty()) {
            return view;
        }
        Refusal refusal = new Refusal(seen.node().get(), reason.word());
        // With nowhere to go it stays until its own link says that it is down.
        return isUsable(other(refusal.node())) ? settle(refusal) : view;
    }

    /** Whether this node could take jobs now, be it the active one or not. */
    public synchronized boolean isUsable(Node node) {
        return isUsable(states.of(node), null);
    }

    /** Why no node takes jobs, while none does. */
    synchronized Reason obstacle() {
        if (lineage.isUndecided()) {
            return Reason.TWO_MASTERS;
        }
        NodeState primary = states.primary();
        // A primary that is up and takes no jobs is a stale one: then it is the newer copy that is missing.
        NodeState missing = primary.isUp() ? states.standby() : primary;
        return Reason.called(missing.reason()).orElse(Reason.UNREACHABLE);
    }

    /** Moves to a node on an operator's word; false if it cannot take jobs now. */
    synchronized boolean move(Node to, @Nullable String reason) {
        if (!states.of(to).isUp()) {
            return false;
        }
        settle(null);
        lineage.decide(to);
        if (!view.is(to)) {
            change(Optional.of(to), Cause.OPERATOR, reason);
        }
        return true;
    }

    private record Refusal(Node node, String reason) {}

    private View settle(@Nullable Refusal refusal) {
        // Looked at once: a node that changes meanwhile is for the next time.
        List<NodeState> now = states.now().get();
        NodeState primary = now.get(0);
        NodeState standby = now.get(1);
        lineage.look(primary, standby, view.node());
        boolean first = view.cause().equals(Cause.CONNECTING);
        if (first && (isConnecting(primary) || isConnecting(standby))) {
            // Taking the first that answers could mean writing to an old master while the new one is being found.
            return view;
        }
        Optional<Node> wanted = wanted(refusal, primary, standby);
        if (first || !wanted.equals(view.node())) {
            change(wanted, cause(wanted, refusal, primary, standby), null);
        }
        reportStale(now);
        return view;
    }

    private Optional<Node> wanted(@Nullable Refusal refusal, NodeState primary, NodeState standby) {
        boolean primaryUsable = isUsable(primary, refusal);
        boolean standbyUsable = isUsable(standby, refusal);
        if (standbyUsable && (!primaryUsable || (view.is(Node.STANDBY) && !mayComeBack(primary)))) {
            return Optional.of(Node.STANDBY);
        }
        return primaryUsable ? Optional.of(Node.PRIMARY) : Optional.empty();
    }

    private boolean mayComeBack(NodeState primary) {
        long now = nanoTime.getAsLong();
        Duration needed = hold.now(now);
        Duration here = Duration.ofNanos(now - view.since());
        return failback == Failback.AUTO
                && here.compareTo(needed) >= 0
                && primary.upFor().orElse(Duration.ZERO).compareTo(needed) >= 0;
    }

    private boolean isUsable(NodeState node, @Nullable Refusal refusal) {
        boolean refused = refusal != null && refusal.node() == node.node();
        return !refused && node.isUp() && !lineage.isUndecided() && !lineage.isStale(node.node());
    }

    private String cause(Optional<Node> wanted, @Nullable Refusal refusal, NodeState primary, NodeState standby) {
        if (lineage.isUndecided()) {
            return Cause.TWO_MASTERS;
        } else if (refusal != null) {
            return refusal.reason();
        } else if (view.cause().equals(Cause.CONNECTING)) {
            return wanted.isEmpty() ? primary.reason() : Cause.START;
        } else if (view.node().isEmpty()) {
            return Cause.FIRST_VALID;
        } else if (lineage.isStale(view.node().get())) {
            return Cause.PROMOTED;
        }
        NodeState left = view.is(Node.PRIMARY) ? primary : standby;
        return left.isUp() ? Cause.RECOVERED : left.reason();
    }

    private void change(Optional<Node> to, String cause, @Nullable String reason) {
        View before = view;
        long now = nanoTime.getAsLong();
        if (before.is(Node.PRIMARY)) {
            hold.left(now);
        }
        view = new View(before.number() + 1, to, cause, now);
        history.add(before, view, reason);
        if (to.isEmpty()) {
            log.info("No Redis takes jobs now: from={} cause={}", before.word(), cause);
        } else {
            log.info("Jobs go to Redis {} now: from={} cause={}", view.word(), before.word(), cause);
        }
    }

    /** Says once that an old copy has come back as a master. */
    private void reportStale(List<NodeState> nodes) {
        Optional<Node> found = nodes.stream()
                .filter(NodeState::isUp)
                .map(NodeState::node)
                .filter(lineage::isStale)
                .findFirst();
        if (!found.equals(stale)) {
            stale = found;
            found.ifPresent(node -> log.warn(
                    "Redis {} is stale: it is a master with an older copy of the other's data, and takes no jobs until"
                            + " an operator makes it a replica or names it",
                    node.word()));
        }
    }

    private static boolean isConnecting(NodeState node) {
        return node.status() == NodeState.Status.CONNECTING;
    }

    static Node other(Node node) {
        return node == Node.PRIMARY ? Node.STANDBY : Node.PRIMARY;
    }
}
