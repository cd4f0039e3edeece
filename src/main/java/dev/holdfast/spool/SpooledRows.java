package dev.holdfast.spool;

import dev.holdfast.job.Claim;
import dev.holdfast.job.Deadline;
import dev.holdfast.job.JobId;
import dev.holdfast.job.JobSource;
import dev.holdfast.job.Node;
import dev.holdfast.job.NodeState;
import dev.holdfast.job.NodeStates;
import java.time.Duration;
import java.util.ArrayList;
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
    /** How long until a node is asked again to have a job no more that it did not change. */
    private static final Duration REFUSED = Duration.ofMinutes(1);

    private final Node node;
    private final Supplier<Optional<Node>> active;
    private final NodeStates nodes;
    private final SpoolThread thread;
    private final Supplier<SpoolState> state;
    private final RevokedClaims revoked;
    private final LongSupplier nanoTime;

    SpooledRows(
            Node node,
            Supplier<Optional<Node>> active,
            NodeStates nodes,
            SpoolThread thread,
            Supplier<SpoolState> state,
            RevokedClaims revoked,
            LongSupplier nanoTime) {
        this.node = node;
        this.active = active;
        this.nodes = nodes;
        this.thread = thread;
        this.state = state;
        this.revoked = revoked;
        this.nanoTime = nanoTime;
    }

    @Override
    public List<Claim> claim(int max, Duration lease) {
        Claims.Target target = target();
        // Withdrawn ones may have to be kept out once more, also where none is counted.
        if (max < 1 || count().orElse(0) + state.get().withdrawn().all() == 0) {
            return List.of();
        }
        Outcome<List<Claim>> claimed = thread.hand(spool -> {
                    List<Claim> claims = new ArrayList<>(spool.withdrawn().claim(target, max, lease, spool.now()));
                    claims.addAll(spool.claims().claim(target, max - claims.size(), lease, spool.now()));
                    return claims;
                })
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
        Claims.Target target = target();
        List<Claim> withdrawn = withdrawn(claims);
        List<Claim> placed =
                claims.stream().filter(claim -> !claim.job().isWithdrawn()).toList();
        tell(claims, spool -> spool.claims().finish(placed) + spool.withdrawn().finish(withdrawn, target, spool.now()));
    }

    @Override
    public boolean isRevoked(Claim claim) {
        return revoked.contain(claim);
    }

    @Override
    public void release(Collection<Claim> claims) {
        tell(claims, spool -> spool.claims().release(claims, RowState.sentTo(node), 0));
    }

    /**
     * Those that were nowhere else, or are to be nowhere; what was sent before names its node, and is offered again when
     * its claim runs out.
     */
    @Override
    public void postpone(Collection<Claim> claims) {
        List<Claim> nowhere =
                claims.stream().filter(claim -> !claim.claimedBefore()).toList();
        List<Claim> withdrawn = withdrawn(claims);
        tell(claims, spool -> {
            long until = spool.now() + POSTPONED.toMillis();
            return spool.claims().release(nowhere, RowState.sentTo(node), until)
                    + spool.withdrawn().postpone(withdrawn, until);
        });
    }

    /** One that is to be nowhere stays withdrawn: its node is asked again, until an operator discards it. */
    @Override
    public void setAside(Claim claim, String why) {
        if (claim.job().isWithdrawn()) {
            tell(List.of(claim), spool -> spool.withdrawn().postpone(List.of(claim), spool.now() + REFUSED.toMillis()));
        } else {
            tell(List.of(claim), spool -> spool.claims().setAside(claim, RowState.sentTo(node), why));
        }
    }

    /** Rows that were sent to the other node count too, where both hold the same data. */
    @Override
    public OptionalLong count() {
        SpoolState now = state.get();
        long sent = nodes.areOneLineage() ? now.sentToPrimary() + now.sentToStandby() : now.sentTo(node);
        return OptionalLong.of(sent + (isActive() ? now.waiting() : 0) + withdrawn(now.withdrawn()));
    }

    private long withdrawn(SpoolState.Withdrawn withdrawn) {
        if (!isAlone()) {
            return withdrawn.openAt(node);
        }
        return isActive() ? withdrawn.all() : 0;
    }

    private static List<Claim> withdrawn(Collection<Claim> claims) {
        return claims.stream().filter(claim -> claim.job().isWithdrawn()).toList();
    }

    /** No worker takes jobs from a disk. */
    @Override
    public List<JobId> taken() {
        return List.of();
    }

    private Claims.Target target() {
        return new Claims.Target(node, nodes.of(node).dataset(), isActive(), isAlone());
    }

    private boolean isAlone() {
        return nodes.areOneLineage() || nodes.standby().status() == NodeState.Status.NONE;
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
