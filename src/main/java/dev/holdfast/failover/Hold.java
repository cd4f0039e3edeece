package dev.holdfast.failover;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How long the primary must have been well before jobs go back to it: longer each time it was left in the last ten
 * minutes, so that a node that flaps is left alone. Guarded by its owner's lock.
 */
final class Hold {

    private static final Duration MEMORY = Duration.ofMinutes(10);

    private final Duration first;
    private final Duration longest;
    private final Deque<Long> leaves = new ArrayDeque<>();

    /** @param spread between 0.8 and 1.2 for each instance, so that they do not all come back in the same moment */
    Hold(Duration first, Duration longest, double spread) {
        this.first = Duration.ofNanos((long) (first.toNanos() * spread));
        this.longest = longest.compareTo(this.first) < 0 ? this.first : longest;
    }

    void left(long nanoTime) {
        leaves.addLast(nanoTime);
    }

    Duration now(long nanoTime) {
        while (!leaves.isEmpty() && nanoTime - leaves.getFirst() > MEMORY.toNanos()) {
            leaves.removeFirst();
        }
        // Twenty doublings are past every bound.
        int doublings = Math.min(20, Math.max(0, leaves.size() - 1));
        Duration hold = first.multipliedBy(1L << doublings);
        return hold.compareTo(longest) > 0 ? longest : hold;
    }
}
