package dev.holdfast.webhook;

import dev.holdfast.webhook.Tally.Outcome;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the letters to one receiver, in order: none goes before the one ahead of it was delivered or given up. Anybody
 * may hand letters over; the steps are for one thread.
 *
 * <p>A letter may arrive twice, when its answer was lost or the service was killed right after; it has the same id then.
 */
final class Courier {

    private static final Logger log = LoggerFactory.getLogger(Courier.class);

    /** Older news help nobody; and what cannot be delivered for a day needs somebody to look. */
    private static final Duration PATIENCE = Duration.ofHours(24);

    private static final Duration LONGEST_ASKED = Duration.ofHours(1);
    private static final Duration FOREVER = Duration.ofHours(1);
    private static final int MOST_WAITING = 1_000;

    private final Webhook webhook;
    private final Outbox outbox;
    private final Consumer<Letter> delivery;
    private final IntFunction<Duration> waits;
    private final Tally tally;
    private final InstantSource clock;
    private final LongSupplier nanoTime;
    private final BlockingQueue<Letter> arrived = new LinkedBlockingQueue<>(MOST_WAITING);
    private final Semaphore bell = new Semaphore(0);
    private int failures;
    private long notBefore;
    private boolean off;

    /**
     * A courier for this receiver.
     *
     * @param delivery one attempt, which throws {@link NotDelivered}
     * @param waits how long to wait after the n-th attempt in a row that failed, counted from 1
     */
    Courier(
            Webhook webhook,
            Outbox outbox,
            Consumer<Letter> delivery,
            IntFunction<Duration> waits,
            Tally tally,
            InstantSource clock,
            LongSupplier nanoTime) {
        this.webhook = webhook;
        this.outbox = outbox;
        this.delivery = delivery;
        this.waits = waits;
        this.tally = tally;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.notBefore = nanoTime.getAsLong();
    }

    /** Takes a letter over; returns at once. */
    void take(Letter letter) {
        while (!arrived.offer(letter)) {
            if (arrived.poll() != null) {
                dropped("its thread does not keep up");
            }
        }
        bell.release();
    }

    /** Ends the wait of the thread that takes the steps. */
    void wake() {
        bell.release();
    }

    /** Until a letter arrives, or somebody wakes it, or the time is over. */
    void await(Duration longest) throws InterruptedException {
        if (bell.tryAcquire(longest.toMillis(), TimeUnit.MILLISECONDS)) {
            bell.drainPermits();
        }
    }

    /** How many letters wait to be delivered. */
    int pending() {
        return outbox.size() + arrived.size();
    }

    /** Keeps on disk what has arrived. */
    void keep() {
        for (Letter letter = arrived.poll(); letter != null; letter = arrived.poll()) {
            if (off) {
                dropped("it is switched off");
            } else {
                outbox.add(letter);
            }
        }
        while (outbox.size() > MOST_WAITING) {
            outbox.removeFirst();
            dropped("more than " + MOST_WAITING + " wait");
        }
    }

    private void dropped(String why) {
        tally.count(Outcome.DROPPED);
        log.warn("A message for a webhook is dropped, {}: webhook={}", why, webhook);
    }

    /** Does what is due; the answer is how long nothing else will be. */
    Duration step() {
        keep();
        Optional<Letter> next = current();
        if (next.isEmpty()) {
            return FOREVER;
        }
        Duration wait = Duration.ofNanos(notBefore - nanoTime.getAsLong());
        if (wait.isNegative() || wait.isZero()) {
            attempt(next.get());
            return Duration.ZERO;
        }
        Duration left = Duration.between(clock.instant(), next.get().at().plus(PATIENCE));
        return wait.compareTo(left) < 0 ? wait : left;
    }

    /** The first letter that is not too old. */
    private Optional<Letter> current() {
        Optional<Letter> next = outbox.first();
        while (next.isPresent() && !clock.instant().isBefore(next.get().at().plus(PATIENCE))) {
            outbox.removeFirst();
            tally.count(Outcome.GIVEN_UP);
            log.warn(
                    "A message for a webhook is given up, it could not be delivered within 24 hours: webhook={} id={}",
                    webhook,
                    next.get().id());
            next = outbox.first();
        }
        return next;
    }

    private void attempt(Letter letter) {
        // Also for what nobody foresaw: the loop must not come back at once.
        notBefore = nanoTime.getAsLong() + waits.apply(failures + 1).toNanos();
        try {
            delivery.accept(letter);
        } catch (NotDelivered failure) {
            failed(failure);
            return;
        }
        outbox.removeFirst();
        tally.count(Outcome.DELIVERED);
        if (failures > 0) {
            log.info("A webhook is delivered to again: webhook={} pending={}", webhook, outbox.size());
        }
        failures = 0;
        notBefore = nanoTime.getAsLong();
    }

    private void failed(NotDelivered failure) {
        tally.count(Outcome.FAILED);
        if (failure.isFinal()) {
            switchOff();
            return;
        }
        failures++;
        Duration wait = waits.apply(failures);
        Duration asked = failure.retryAfter()
                .map(time -> time.compareTo(LONGEST_ASKED) < 0 ? time : LONGEST_ASKED)
                .orElse(Duration.ZERO);
        Duration longer = asked.compareTo(wait) > 0 ? asked : wait;
        notBefore = nanoTime.getAsLong() + longer.toNanos();
        if (failures == 1) {
            log.warn(
                    "A webhook cannot be delivered to, and is tried again for 24 hours: webhook={} reason={}",
                    webhook,
                    failure.reason());
        } else {
            log.debug(
                    "A webhook still cannot be delivered to: webhook={} reason={} failures={} next_in_ms={}",
                    webhook,
                    failure.reason(),
                    failures,
                    longer.toMillis());
        }
    }

    private void switchOff() {
        off = true;
        int waiting = outbox.size();
        while (outbox.size() > 0) {
            outbox.removeFirst();
            tally.count(Outcome.DROPPED);
        }
        log.warn(
                "A webhook wants no more messages (410), and gets none until a restart: webhook={} dropped={}",
                webhook,
                waiting);
    }
}
