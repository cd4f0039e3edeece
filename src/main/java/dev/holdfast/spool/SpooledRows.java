package dev.holdfast.spool;

import dev.holdfast.job.Claim;
import dev.holdfast.job.Deadline;
import dev.holdfast.job.JobId;
import dev.holdfast.job.JobSource;
import dev.holdfast.job.Node;
import dev.holdfast.job.NodeStates;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The rows of the spool that are to be brought to one node. */
final class SpooledRows implements JobSource {

    private static final Logger log = LoggerFactory.getLogger(SpooledRows.class);
    /** A disk that takes longer has failed, and what was claimed is offered again. */
    private static final Duration LIMIT = Duration.ofSeconds(5);
    /** How long a job waits that waits for others, before its node is asked again. */
    private static final Duration POSTPONED = Duration.ofSeconds(1);

    private final Node node;
    private final Supplier<Optional<Node>> active;
    private final NodeStates nodes;
    private final SpoolThread thread;
    private final Supplier<SpoolState> state;
    private final LongSupplier nanoTime;

    SpooledRows(
            Node node,
            Supplier<Optional<Node>> active,
            NodeStates nodes,
            SpoolThread thread,
            Supplier<SpoolState> state,
            LongSupplier nanoTime) {
        this.node = node;
        this.active = active;
        this.nodes = nodes;
        this.thread = thread;
        this.state = state;
        this.nanoTime = nanoTime;
    }

    @Override
    public List<Claim> claim(int max, Duration lease) {
        boolean isActive = isActive();
        if (max < 1 || count().orElse(0) == 0) {
            return List.of();
        }
        Claims.Target target = new Claims.Target(node, nodes.of(node).dataset(), isActive);
        Outcome<List<Claim>> claimed = thread.hand(spool -> spool.claims().claim(target, max, lease, spool.now()))
                .await(Deadline.in(LIMIT, nanoTime));
        return claimed instanceof Outcome.Done<List<Claim>> done ? done.result() : List.of();
    }

    /** Nobody waits for it: what the disk does not hear of only counts as doubtful for longer. */
    @Override
    public void arrived(Collection<Claim> claims) {
        thread.hand(spool -> spool.claims().arrived(claims, RowState.sentTo(node), spool.now()));
    }

    @Override
    public void finish(Collection<Claim> claims) {
        tell(claims, spool -> spool.claims().finish(claims));
    }

    @Override
    public void release(Collection<Claim> claims) {
        tell(claims, spool -> spool.claims().release(claims, RowState.sentTo(node), 0));
    }

    /** Those that were nowhere else; what was sent before names its node, and is offered again when its claim runs out. */
    @Override
    public void postpone(Collection<Claim> claims) {
        List<Claim> nowhere =
                claims.stream().filter(claim -> !claim.claimedBefore()).toList();
        tell(
                nowhere,
                spool -> spool.claims().release(nowhere, RowState.sentTo(node), spool.now() + POSTPONED.toMillis()));
    }

    @Override
    public void setAside(Claim claim, String why) {
        tell(List.of(claim), spool -> spool.claims().setAside(claim, RowState.sentTo(node), why));
    }

    /** Rows that were sent to the other node count too, where both hold the same data. */
    @Override
    public OptionalLong count() {
        SpoolState now = state.get();
        long sent = nodes.areOneLineage() ? now.sentToPrimary() + now.sentToStandby() : now.sentTo(node);
        return OptionalLong.of(sent + (isActive() ? now.waiting() : 0));
    }

    /** No worker takes jobs from a disk. */
    @Override
    public List<JobId> taken() {
        return List.of();
    }

    private boolean isActive() {
        return active.get().equals(Optional.of(node));
    }

    /** What the disk does not hear of is offered again, and the node knows what it has. */
    private void tell(Collection<Claim> claims, SpoolThread.Work<Integer> telling) {
        if (!claims.isEmpty()) {
            Outcome<Integer> told = thread.hand(telling).await(Deadline.in(LIMIT, nanoTime));
            if (!(told instanceof Outcome.Done)) {
                log.debug("The spool's disk did not hear what became of {} jobs", claims.size());
            }
        }
    }
}
