package dev.holdfast.link;

import dev.holdfast.guard.Guard;
import dev.holdfast.job.Node;
import dev.holdfast.job.Reason;
import java.time.Duration;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one node connected: opens a link, watches it, gives it up when the node does not prove itself, and begins anew.
 *
 * <p>It runs on a thread of its own and is the only one that opens this node's links; it closes them, too, and with it
 * the Sentinels, if any, who may know that the node is no master any more.
 */
final class Supervisor implements Runnable {

    private static final Logger log = LoggerFactory.getLogger(Supervisor.class);
    private static final int MISSES = 2;
    /** A probe that this process itself ran so late says nothing about the node: a pause of ours, not of Redis. */
    private static final Duration OWN_PAUSE = Duration.ofMillis(50);

    private final Node node;
    private final LinkOpener opener;
    private final Proof proof;
    private final LinkState state;
    private final Guard guard;
    private final LinkProperties properties;
    private final IntFunction<Duration> waits;
    private final LongSupplier nanoTime;
    private final Alarm alarm;
    private final Dispatcher dispatcher;
    private volatile boolean closing;

    Supervisor(
            Node node,
            LinkOpener opener,
            Proof proof,
            LinkState state,
            Alarm alarm,
            Dispatcher dispatcher,
            Guard guard,
            LinkProperties properties,
            LongSupplier nanoTime) {
        this.node = node;
        this.opener = opener;
        this.proof = proof;
        this.state = state;
        this.alarm = alarm;
        this.dispatcher = dispatcher;
        this.guard = guard;
        this.properties = properties;
        this.waits = guard.reconnectWaits();
        this.nanoTime = nanoTime;
    }

    void close() {
        closing = true;
        alarm.ring();
    }

    @Override
    public void run() {
        int attempt = 0;
        while (!closing && !Thread.currentThread().isInterrupted()) {
            attempt = connectAndWatch() ? 1 : attempt + 1;
            alarm.heardWithin(waits.apply(attempt));
        }
    }

    /** Returns whether there was a link at all. */
    private boolean connectAndWatch() {
        OpenLink link = null;
        try {
            link = guard.once(node, "open", opener::open);
            state.up(link);
            watch(link);
            return true;
        } catch (LinkRefused refused) {
            if (refused.replicaOf() != null) {
                state.sawReplica(refused.replicaOf());
            }
            state.down(refused.reason(), refused.detail());
            return link != null;
        } catch (RuntimeException unforeseen) {
            // Broad, because this loop is all that ever brings the node back.
            if (closing) {
                // Lettuce's threads may end before this one does.
                return false;
            }
            log.error("The link to Redis {} failed for a reason that nobody foresaw", node.word(), unforeseen);
            state.down(Reason.UNREACHABLE, "see the error above");
            return link != null;
        } finally {
            if (link != null) {
                link.close();
            }
            // Last: its successor must not meet the link on which it is stuck.
            dispatcher.renewIfStuck();
        }
    }

    /** Returns when this service closes; throws when the node is given up. */
    private void watch(OpenLink link) {
        int misses = 0;
        long proven = nanoTime.getAsLong();
        while (!closing) {
            // Twice as often as that, so that silence is found soon after it counts; at once after a miss.
            boolean suspected =
                    misses > 0 || alarm.heardWithin(properties.stake().dividedBy(2));
            if (closing) {
                return;
            }
            refuseIfUseless(link);
            boolean idleForLong =
                    nanoTime.getAsLong() - proven >= properties.proofEvery().toNanos();
            boolean atStake = link.silentNanos() >= properties.stake().toNanos();
            if (!suspected && !idleForLong && !atStake) {
                continue;
            }
            Outcome outcome = prove(link);
            misses = outcome == Outcome.MISSED ? misses + 1 : outcome == Outcome.PROVEN ? 0 : misses;
            if (outcome == Outcome.PROVEN) {
                proven = nanoTime.getAsLong();
                refuseIfSilent(link);
            }
            if (misses >= MISSES) {
                throw new LinkRefused(Reason.NO_REPLY, "two proofs of life in a row stayed unanswered");
            }
        }
    }

    private void refuseIfUseless(OpenLink link) {
        Reason lost = link.lost();
        if (lost != null) {
            throw new LinkRefused(
                    lost, lost == Reason.PROTOCOL_ERROR ? "it answered what it was not asked" : "the connection ended");
        }
        if (dispatcher.isStuck()) {
            throw new LinkRefused(Reason.NO_REPLY, "the driver does not come back from sending");
        }
    }

    /** The node lives, but the connection for jobs may not. */
    private void refuseIfSilent(OpenLink link) {
        if (link.silentNanos() >= properties.silence().toNanos()) {
            throw new LinkRefused(Reason.NO_REPLY, "jobs stay unanswered while proofs of life are answered");
        }
    }

    private enum Outcome {
        PROVEN,
        MISSED,
        OWN_PAUSE
    }

    private Outcome prove(OpenLink link) {
        long asked = nanoTime.getAsLong();
        try {
            link.clockOffsetMicros(
                    guard.once(node, "proof", () -> proof.take(link.proofs().async(), properties.proofLimit())));
            state.proven();
            return Outcome.PROVEN;
        } catch (LinkRefused refused) {
            if (refused.reason() != Reason.NO_REPLY) {
                throw refused;
            }
            Duration took = Duration.ofNanos(nanoTime.getAsLong() - asked);
            boolean ownPause =
                    took.compareTo(properties.proofLimit().multipliedBy(2).plus(OWN_PAUSE)) > 0;
            return ownPause ? Outcome.OWN_PAUSE : Outcome.MISSED;
        }
    }
}
