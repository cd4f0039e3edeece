package dev.holdfast.link;

import dev.holdfast.job.Node;
import dev.holdfast.job.NodeState;
import dev.holdfast.job.NodeState.Role;
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
    private record Moment(@Nullable OpenLink link, Reason reason, long since) {}

    /** What the node was when it was last looked at. */
    private record Last(Role role, String run, String dataset, int newRuns) {}

    private final Node node;
    private final String address;
    private final LongSupplier nanoTime;
    private final CountDownLatch tried = new CountDownLatch(1);
    private volatile @Nullable Moment moment;
    private volatile Last last = new Last(Role.UNKNOWN, "", "", 0);
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
        NodeFacts facts = link.facts();
        Last before = last;
        String news = news(before, facts);
        last = new Last(Role.MASTER, facts.run(), facts.dataset(), before.newRuns() + (news.isEmpty() ? 0 : 1));
        moment = new Moment(link, Reason.UNREACHABLE, nanoTime.getAsLong());
        proven();
        tried.countDown();
        log.info("Redis {} is up: address={} version={} run={}", node.word(), address, facts.version(), facts.run());
        if (!news.isEmpty()) {
            log.warn(
                    "Redis {} {}: what it accepted last may be lost. run={} before={}",
                    node.word(),
                    news,
                    facts.run(),
                    before.run());
        }
    }

    /** What has happened to the node since it was last up; empty if nothing. */
    private static String news(Last before, NodeFacts now) {
        if (!before.dataset().isEmpty() && !before.dataset().equals(now.dataset())) {
            return "was emptied, or is another server";
        } else if (before.role() == Role.REPLICA) {
            return "was a replica and has been promoted";
        }
        return before.run().isEmpty() || before.run().equals(now.run())
                ? ""
                : "has restarted, or another server has taken its place";
    }

    void down(Reason reason, String detail) {
        Moment before = moment;
        moment = new Moment(null, reason, nanoTime.getAsLong());
        tried.countDown();
        if (before == null || before.link() != null || before.reason() != reason) {
            log.info("Redis {} is down: address={} reason={} ({})", node.word(), address, reason.word(), detail);
        } else {
            log.debug("Redis {} is still down: reason={} ({})", node.word(), reason.word(), detail);
        }
    }

    /** @param dataset what it has copied; empty if that is not known */
    void sawReplica(String dataset) {
        Last before = last;
        last = new Last(Role.REPLICA, before.run(), dataset.isEmpty() ? before.dataset() : dataset, before.newRuns());
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
        if (now == null) {
            return state(Status.CONNECTING, "connecting", Optional.empty());
        }
        return now.link() == null
                ? state(Status.DOWN, now.reason().word(), Optional.empty())
                : state(Status.UP, "takes writes", Optional.of(since(now.since())));
    }

    private NodeState state(Status status, String reason, Optional<Duration> upFor) {
        Last seen = last;
        Optional<Duration> proof = Optional.ofNullable(lastProof).map(this::since);
        return new NodeState(
                node, status, seen.role(), reason, seen.run(), seen.dataset(), upFor, proof, seen.newRuns());
    }

    private Duration since(long then) {
        return Duration.ofNanos(nanoTime.getAsLong() - then);
    }
}
