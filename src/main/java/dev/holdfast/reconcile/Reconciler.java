package dev.holdfast.reconcile;

import dev.holdfast.job.Claim;
import dev.holdfast.job.Deadline;
import dev.holdfast.job.Job;
import dev.holdfast.job.JobSource;
import dev.holdfast.job.Placement;
import dev.holdfast.job.Safety;
import dev.holdfast.reconcile.Arrivals.Arrival;
import dev.holdfast.reconcile.Doubts.Question;
import dev.holdfast.reconcile.ReconcileMetrics.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings stranded jobs home in small steps: claims them, places them there, and has them forgotten where they were
 * stranded once home would survive a crash with them.
 *
 * <p>Only home's own answer about a job ends its way. Whatever stays without one ends with its lease, and is offered
 * again: nothing is lost by it, and home knows what it has taken. For one thread.
 */
final class Reconciler {

    private static final Logger log = LoggerFactory.getLogger(Reconciler.class);
    /** How often those are counted that are stranded; a metered Redis bills for it. */
    private static final Duration COUNTED = Duration.ofSeconds(2);
    /** How soon a place is asked again while jobs are stranded that are not offered yet: somebody else's, or not safe there. */
    private static final Duration SOON = Duration.ofMillis(100);
    /** How often in a row it is asked so soon: what has to stay there may have to for days. */
    private static final int OFTEN = 50;
    /** So long a step may go on while there is more to bring: whoever stops the service waits for its end. */
    private static final Duration STEP = Duration.ofSeconds(1);

    private final WayHome way;
    private final JobSource source;
    private final int batch;
    private final ReconcileProperties settings;
    private final ReconcileMetrics metrics;
    private final LongSupplier nanoTime;
    private final Arrivals arrivals;
    private final Doubts doubts;
    private final Pace pace;
    private final Patience patience;
    private final Drain drain;

    private boolean mayDrain;
    private int inVain;
    private Deadline nextCount;
    private Deadline nextClaim;

    Reconciler(WayHome way, ReconcileProperties settings, ReconcileMetrics metrics, LongSupplier nanoTime) {
        this.way = way;
        this.source = way.source();
        this.batch = settings.batch(way.origin());
        this.settings = settings;
        this.metrics = metrics;
        this.nanoTime = nanoTime;
        this.arrivals = new Arrivals(nanoTime);
        this.doubts = new Doubts(nanoTime);
        this.pace = new Pace(settings.rate(way.origin()), nanoTime);
        this.patience = new Patience(way.word(), nanoTime);
        this.drain = new Drain(way, nanoTime);
        this.nextCount = Deadline.in(Duration.ZERO, nanoTime);
        this.nextClaim = nextCount;
    }

    String word() {
        return way.word();
    }

    /** Does what is to be done now. */
    void step() {
        Deadline end = Deadline.in(STEP, nanoTime);
        boolean may = way.mayDrain().getAsBoolean();
        if (may && !mayDrain) {
            pace.begin();
            nextClaim = Deadline.in(Duration.ZERO, nanoTime);
        } else if (!may) {
            drain.interrupted();
        }
        mayDrain = may;
        settle();
        if (nextCount.hasPassed()) {
            count();
        }
        boolean more = bringSome();
        while (more && !end.hasPassed()) {
            settle();
            // Whole batches only: crumbs cost as much, and the next step brings them.
            more = pace.allowed() >= batch && bringSome();
        }
    }

    /** Returns whether there may be more to bring at once. */
    private boolean bringSome() {
        int max = way.mayDrain().getAsBoolean() ? Math.min(batch, pace.allowed()) : 0;
        if (max < 1 || !nextClaim.hasPassed() || patience.isWaiting() || arrivals.isFull()) {
            return false;
        }
        List<Claim> claims = source.claim(max, settings.lease());
        metrics.onBothNodes(way.acceptedByBoth().applyAsLong(source.taken()));
        if (claims.isEmpty()) {
            boolean none = count().orElse(0) == 0;
            nextClaim = Deadline.in(none || ++inVain > OFTEN ? way.origin().idle() : SOON, nanoTime);
            if (none && arrivals.isEmpty() && doubts.isEmpty()) {
                drain.done();
            }
            return false;
        }
        inVain = 0;
        bring(claims);
        return claims.size() == max && !patience.isWaiting();
    }

    private void bring(List<Claim> claims) {
        Outcomes outcomes = place(claims);
        tell(outcomes);
        patience.heed(outcomes.trouble());
        doubts.add(outcomes.inDoubt());
        List<Claim> released = new ArrayList<>();
        List<Claim> unsure = new ArrayList<>();
        for (Claim claim : outcomes.notWritten()) {
            // What was claimed before its former holder may have placed, which is for home alone to deny.
            (claim.claimedBefore() ? unsure : released).add(claim);
        }
        doubts.add(unsure);
        source.postpone(outcomes.early());
        source.release(released);
        metrics.ended(way, Outcome.RELEASED, released.size());
    }

    /** In batches, and no faster than anything that is placed: new traffic goes the same way. */
    private void askAgain() {
        while (way.mayDrain().getAsBoolean() && !patience.isWaiting() && pace.allowed() >= 1) {
            Question question = doubts.next(Math.min(batch, pace.allowed()));
            if (question.claims().isEmpty()) {
                return;
            }
            Outcomes outcomes = place(question.claims());
            tell(outcomes);
            doubts.again(question, outcomes.inDoubt());
            // It speaks of this attempt, and not of the one before (docs/protocol.md, R3).
            doubts.still(question, outcomes.notWritten());
            if (question.isAlone() && outcomes.trouble().isPresent()) {
                // The others need not wait for it, and have their turn now.
                return;
            }
            patience.heed(outcomes.trouble());
        }
    }

    private void tell(Outcomes outcomes) {
        metrics.ended(way, outcomes);
        drain.brought(outcomes.placed().size() + outcomes.duplicates().size());
    }

    /** Places what may still be placed, and sees to what came home and what never will. */
    private Outcomes place(List<Claim> claimed) {
        List<Claim> claims = claimed.stream()
                .filter(claim -> !claim.lease().hasPassed() && !source.isRevoked(claim))
                .toList();
        List<Job> jobs = claims.stream().map(Claim::job).toList();
        long begun = nanoTime.getAsLong();
        List<Placement> placements = jobs.isEmpty() ? List.of() : way.home().place(jobs, deadline(claims));
        pace.went(jobs.size());
        pace.took(Duration.ofNanos(nanoTime.getAsLong() - begun));
        Outcomes outcomes = new Outcomes(claims, placements);
        outcomes.home().values().forEach(source::arrived);
        outcomes.home().forEach((run, home) -> arrivals.add(home, run));
        outcomes.odd().forEach(this::setAside);
        return outcomes;
    }

    private void setAside(Outcomes.Odd odd) {
        source.setAside(odd.claim(), odd.why());
        metrics.ended(way, Outcome.SET_ASIDE, 1);
        odd.tell(log, way);
    }

    /** Nothing may be placed from a claim that has run out, so no later than the first of them does. */
    private Deadline deadline(List<Claim> claims) {
        Deadline deadline = Deadline.in(settings.deadline(), nanoTime);
        for (Claim claim : claims) {
            deadline = deadline.within(Duration.ofNanos(claim.lease().remainingNanos()));
        }
        return deadline;
    }

    /** Sees to what is at home: is it safe there, or was it in a run that has ended? */
    private void settle() {
        List<List<Claim>> safe = new ArrayList<>();
        List<List<Claim>> again = new ArrayList<>();
        Set<String> waiting = new HashSet<>();
        arrivals.takeIf(arrival -> isSettled(arrival, waiting, safe, again));
        // One by one, so that no call keeps its node busy for long.
        safe.forEach(source::finish);
        again.forEach(this::placeOnceMore);
        askAgain();
    }

    /** What home took in a run that has ended; what it does not write now, it may have written then. */
    private void placeOnceMore(List<Claim> claims) {
        if (patience.isWaiting()) {
            doubts.add(claims);
        } else {
            Outcomes outcomes = place(claims);
            doubts.add(outcomes.inDoubt());
            doubts.add(outcomes.notWritten());
            patience.heed(outcomes.trouble());
        }
    }

    /** @param waiting the runs in which something is not safe yet: what came later is not either */
    private boolean isSettled(Arrival arrival, Set<String> waiting, List<List<Claim>> safe, List<List<Claim>> again) {
        Safety safety = waiting.contains(arrival.run())
                ? Safety.WAITING
                : way.safety().apply(arrival.run(), arrival.age(nanoTime.getAsLong()));
        if (safety == Safety.SAFE) {
            safe.add(arrival.claims());
        } else if (safety == Safety.RUN_OVER && mayPlaceOnceMore(again)) {
            again.add(arrival.claims());
        } else {
            waiting.add(arrival.run());
            return arrival.isTooLate();
        }
        return true;
    }

    /** As gently as everything else: that node has just come back. */
    private boolean mayPlaceOnceMore(List<List<Claim>> already) {
        return way.mayDrain().getAsBoolean()
                && !patience.isWaiting()
                && already.stream().mapToInt(List::size).sum() < pace.allowed();
    }

    private OptionalLong count() {
        nextCount = Deadline.in(COUNTED, nanoTime);
        OptionalLong count = source.count();
        metrics.stranded(way, count);
        return count;
    }
}
