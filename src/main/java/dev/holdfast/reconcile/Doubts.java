package dev.holdfast.reconcile;

import dev.holdfast.job.Claim;
import dev.holdfast.job.Deadline;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Claims that home may have taken, and has not said: it is asked again while their leases last. For one thread.
 *
 * <p>One job over which a node breaks off each time would keep all in doubt that are placed with it. So after a few times
 * each of them goes alone, and those that are in doubt even then go seldom.
 */
final class Doubts {

    /** Nodes break off for other reasons, too, and one by one is slow. */
    private static final int TIMES_TOGETHER = 3;
    /** One of them in so long: each may cost the others a connection. */
    private static final Duration SELDOM = Duration.ofSeconds(5);

    /**
     * Claims that go together.
     *
     * @param times how often each of them was in doubt
     */
    record Question(List<Claim> claims, int times) {

        /** Whether what comes of it says nothing about others. */
        boolean isAlone() {
            return times >= TIMES_TOGETHER;
        }
    }

    private record Doubt(Claim claim, int times) {

        boolean isSeldom() {
            return times > TIMES_TOGETHER;
        }
    }

    private final LongSupplier nanoTime;
    private final Deque<Doubt> all = new ArrayDeque<>();
    private Deadline nextSeldom;

    Doubts(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.nextSeldom = Deadline.in(Duration.ZERO, nanoTime);
    }

    /** These are in doubt for the first time. */
    void add(Collection<Claim> claims) {
        add(claims, 1);
    }

    /** Takes the claims out that are to be placed next, at most so many; there may be none now. */
    Question next(int max) {
        all.removeIf(doubt -> doubt.claim().lease().hasPassed());
        List<Claim> claims = new ArrayList<>();
        int times = 0;
        for (Iterator<Doubt> doubts = all.iterator(); doubts.hasNext() && claims.size() < size(max, times); ) {
            Doubt doubt = doubts.next();
            boolean fits = claims.isEmpty() || doubt.times() == times;
            if (fits && (!doubt.isSeldom() || nextSeldom.hasPassed())) {
                times = doubt.times();
                claims.add(doubt.claim());
                doubts.remove();
                nextSeldom = doubt.isSeldom() ? Deadline.in(SELDOM, nanoTime) : nextSeldom;
            }
        }
        return new Question(claims, times);
    }

    /** Of what was placed again, this is in doubt still. */
    void again(Question question, Collection<Claim> inDoubt) {
        if (question.isAlone() && !inDoubt.isEmpty()) {
            nextSeldom = Deadline.in(SELDOM, nanoTime);
        }
        add(inDoubt, question.times() + 1);
    }

    /** This was not placed again after all, and is as much in doubt as before. */
    void still(Question question, Collection<Claim> notWritten) {
        add(notWritten, question.times());
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    private static int size(int max, int times) {
        return times >= TIMES_TOGETHER ? 1 : max;
    }

    private void add(Collection<Claim> claims, int times) {
        claims.forEach(claim -> all.add(new Doubt(claim, times)));
    }
}
