package dev.holdfast.reconcile;

import dev.holdfast.job.Claim;
import dev.holdfast.job.Deadline;
import dev.holdfast.job.Job;
import dev.holdfast.job.JobSource;
import dev.holdfast.job.Safety;
import dev.holdfast.reconcile.Arrivals.Arrival;
import dev.holdfast.reconcile.ReconcileMetrics.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings stranded jobs home in small steps: claims them, places them at the primary, and has them forgotten where they
 * were stranded once the primary would survive a crash with them.
 *
 * <p>Only the primary's own answer about a job ends its way. Whatever stays without one ends with its lease, and is
 * offered again: nothing is lost by it, and the primary knows what it has taken. For one thread.
 */
final class Reconciler {

    private static final Logger log = LoggerFactory.getLogger(Reconciler.class);
    /** How often a place is asked while there is nothing to bring; a metered Redis bills for it. */
    private static final Duration IDLE = Duration.ofSeconds(2);
    /** How soon it is asked again while jobs are stranded that are not offered yet: somebody else's, or not safe there. */
    private static final Duration SOON = Duration.ofMillis(100);
    /** So that a step stays short, whatever is to be done. */
    private static final int BATCHES = 4;

    private final WayHome way;
    private final JobSource source;
    private final ReconcileProperties settings;
    private final ReconcileMetrics metrics;
    private final LongSupplier nanoTime;
    private final Arrivals arrivals;
    private final Pace pace;
    private final Patience patience;
    private final Drain drain;
    /** Claims that the primary may have taken, and has not said; it is asked again while their leases last. */
    private final List<Claim> unsure = new ArrayList<>();

    private boolean mayDrain;
    private Deadline nextCount;
    private Deadline nextClaim;

    Reconciler(
            WayHome way,
            JobSource source,
            ReconcileProperties settings,
            ReconcileMetrics metrics,
            LongSupplier nanoTime) {
        this.way = way;
        this.source = source;
        this.settings = settings;
        this.metrics = metrics;
        this.nanoTime = nanoTime;
        this.arrivals = new Arrivals(nanoTime);
        this.pace = new Pace(settings.rate(), nanoTime);
        this.patience = new Patience(nanoTime);
        this.drain = new Drain(nanoTime);
        this.nextCount = Deadline.in(Duration.ZERO, nanoTime);
        this.nextClaim = nextCount;
    }

    /** Does what is to be done now. */
    void step() {
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
        for (int i = 0; i < BATCHES && way.mayDrain().getAsBoolean() && bringSome(); i++) {
            settle();
        }
    }

    /** Returns whether there may be more to bring at once. */
    private boolean bringSome() {
        int max = Math.min(settings.batch(), pace.allowed());
        if (max < 1 || !nextClaim.hasPassed() || patience.isWaiting() || arrivals.isFull()) {
            return false;
        }
        List<Claim> claims = new ArrayList<>(source.claim(max, settings.lease()));
        metrics.onBothNodes(way.acceptedByBoth().applyAsLong(source.taken()));
        if (claims.isEmpty()) {
            boolean none = count().orElse(0) == 0;
            nextClaim = Deadline.in(none ? IDLE : SOON, nanoTime);
            if (none && arrivals.isEmpty() && unsure.isEmpty()) {
                drain.done();
            }
            return false;
        }
        pace.went(claims.size());
        bring(claims);
        return claims.size() == max && !patience.isWaiting();
    }

    private void bring(List<Claim> claims) {
        Outcomes outcomes = place(claims);
        tell(outcomes);
        List<Claim> released = new ArrayList<>();
        for (Claim claim : outcomes.notWritten()) {
            // What was claimed before its former holder may have placed, which is for the primary alone to deny.
            (claim.claimedBefore() ? unsure : released).add(claim);
        }
        source.release(released);
        released.forEach(claim -> metrics.ended(Outcome.RELEASED));
    }

    /** In batches, as everything that is placed: new traffic goes the same way. */
    private void askAgain() {
        while (mayDrain && !unsure.isEmpty() && !patience.isWaiting()) {
            List<Claim> next = unsure.subList(0, Math.min(settings.batch(), unsure.size()));
            List<Claim> asked = new ArrayList<>(next);
            next.clear();
            Outcomes outcomes = place(asked);
            tell(outcomes);
            // It speaks of this attempt, and not of the one before (docs/protocol.md, R3).
            unsure.addAll(outcomes.notWritten());
        }
    }

    private void tell(Outcomes outcomes) {
        outcomes.placed().forEach(claim -> metrics.ended(Outcome.PLACED));
        outcomes.placed().stream().filter(Claim::maybeForgotten).forEach(claim -> metrics.maybeForgotten());
        outcomes.duplicates().forEach(claim -> metrics.ended(Outcome.DUPLICATE));
        drain.brought(outcomes.placed().size() + outcomes.duplicates().size());
        outcomes.trouble().ifPresentOrElse(patience::lose, patience::regain);
    }

    /** Places what may still be placed, and sees to what came home and what never will. */
    private Outcomes place(List<Claim> claims) {
        claims.removeIf(claim -> claim.lease().hasPassed());
        List<Job> jobs = claims.stream().map(Claim::job).toList();
        Outcomes outcomes =
                new Outcomes(claims, jobs.isEmpty() ? List.of() : way.home().place(jobs, deadline(claims)));
        outcomes.home().forEach((run, home) -> arrivals.add(home, run));
        unsure.addAll(outcomes.inDoubt());
        source.setAside(outcomes.odd().stream().map(Outcomes.Odd::claim).toList());
        for (Outcomes.Odd odd : outcomes.odd()) {
            metrics.ended(Outcome.SET_ASIDE);
            log.warn(
                    "A job of the standby is set aside, the primary will never take it: job={} reason={}",
                    odd.claim().job().id(),
                    odd.why());
        }
        return outcomes;
    }

    /** Nothing may be placed from a claim that has run out, so no later than the first of them does. */
    private Deadline deadline(List<Claim> claims) {
        Deadline deadline = Deadline.in(settings.deadline(), nanoTime);
        for (Claim claim : claims) {
            deadline =
                    deadline.within(Duration.ofNanos(Math.max(0, claim.lease().remainingNanos())));
        }
        return deadline;
    }

    /** Sees to what is at home: is it safe there, or was it in a run that has ended? */
    private void settle() {
        List<List<Claim>> safe = new ArrayList<>();
        List<List<Claim>> again = new ArrayList<>();
        arrivals.takeIf(arrival -> isSettled(arrival, safe, again));
        // One by one, so that no call keeps its node busy for long.
        safe.forEach(source::finish);
        again.forEach(this::placeOnceMore);
        askAgain();
    }

    /** What the primary took in a run that has ended; what it does not write now, it may have written then. */
    private void placeOnceMore(List<Claim> claims) {
        if (patience.isWaiting()) {
            unsure.addAll(claims);
        } else {
            Outcomes outcomes = place(new ArrayList<>(claims));
            unsure.addAll(outcomes.notWritten());
            outcomes.trouble().ifPresent(patience::lose);
        }
    }

    private boolean isSettled(Arrival arrival, List<List<Claim>> safe, List<List<Claim>> again) {
        Safety safety = way.safety().apply(arrival.run(), arrival.age(nanoTime.getAsLong()));
        if (safety == Safety.SAFE) {
            safe.add(arrival.claims());
        } else if (safety == Safety.RUN_OVER && mayDrain) {
            again.add(arrival.claims());
        } else {
            return arrival.isTooLate();
        }
        return true;
    }

    private OptionalLong count() {
        nextCount = Deadline.in(IDLE, nanoTime);
        OptionalLong count = source.count();
        metrics.strays(count);
        return count;
    }
}
