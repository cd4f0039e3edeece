package dev.holdfast.link;

import dev.holdfast.job.Node;
import dev.holdfast.job.NodeState;
import dev.holdfast.job.NodeState.Status;
import dev.holdfast.job.Reason;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a node takes jobs, moved by its supervisor alone and read by everybody.
 *
 * <p>Says each change once, at INFO; the same answer again is DEBUG.
 */
final class LinkState {

    private static final Logger log = LoggerFactory.getLogger(RedisLink.class);

    /** One moment of a node: either a link, or the reason why there is none. */
    private record Moment(@Nullable OpenLink link, Reason reason) {}

    private final Node node;
    private final String address;
    private final LongSupplier nanoTime;
    private final CountDownLatch tried = new CountDownLatch(1);
    private volatile @Nullable Moment moment;
    private volatile @Nullable Long lastProof;

    LinkState(Node node, String address, LongSupplier nanoTime) {
        this.node = node;
        this.address = address;
        this.nanoTime = nanoTime;
    }

    @Nullable
    OpenLink link() {
        Moment now = moment;
        return now == null ? null : now.link();
    }

    /** Why there is no link; of no meaning while there is one. */
    Reason reason() {
        Moment now = moment;
        return now == null ? Reason.UNREACHABLE : now.reason();
    }

    void up(OpenLink link) {
        moment = new Moment(link, Reason.UNREACHABLE);
        proven();
        tried.countDown();
        log.info(
                "Redis {} is up: address={} version={} run={}",
                node.word(),
                address,
                link.facts().version(),
                link.facts().run());
    }

    void down(Reason reason, String detail) {
        Moment before = moment;
        moment = new Moment(null, reason);
        tried.countDown();
        if (before == null || before.link() != null || before.reason() != reason) {
            log.info("Redis {} is down: address={} reason={} ({})", node.word(), address, reason.word(), detail);
        } else {
            log.debug("Redis {} is still down: reason={} ({})", node.word(), reason.word(), detail);
        }
    }

    void proven() {
        lastProof = nanoTime.getAsLong();
    }

    /** Waits until the first attempt to connect has ended, well or not; false if that takes longer than the limit. */
    boolean awaitFirstAttempt(Duration limit) {
        try {
            return tried.await(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    NodeState toNodeState() {
        Moment now = moment;
        Long proof = lastProof;
        Optional<Duration> sinceProof =
                proof == null ? Optional.empty() : Optional.of(Duration.ofNanos(nanoTime.getAsLong() - proof));
        if (now == null) {
            return new NodeState(node, Status.DOWN, "connecting", sinceProof);
        }
        return now.link() != null
                ? new NodeState(node, Status.UP, "takes writes", sinceProof)
                : new NodeState(node, Status.DOWN, now.reason().word(), sinceProof);
    }
}
