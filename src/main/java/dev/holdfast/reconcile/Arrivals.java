package dev.holdfast.reconcile;

import dev.holdfast.job.Claim;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** Jobs that are at home and might yet be forgotten there, in memory until they are safe. For one thread. */
final class Arrivals {

    /** Of one way: twice what 8,000 jobs a second of 1 KB come to in the two seconds that a disk may be late. */
    private static final long BYTES = 32_000_000;

    private static final int JOBS = 40_000;

    /**
     * Jobs that came home together.
     *
     * @param run the node's run in which they did
     * @param at when, in nanoseconds
     */
    record Arrival(List<Claim> claims, String run, long at) {

        Duration age(long now) {
            return Duration.ofNanos(now - at);
        }

        boolean isTooLate() {
            return claims.stream().allMatch(claim -> claim.lease().hasPassed());
        }

        private long bytes() {
            return claims.stream()
                    .flatMap(claim -> claim.job().hash().stream())
                    .mapToLong(part -> part.length)
                    .sum();
        }
    }

    private final LongSupplier nanoTime;
    private final Deque<Arrival> waiting = new ArrayDeque<>();
    private long bytes;
    private int jobs;

    Arrivals(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    void add(List<Claim> claims, String run) {
        Arrival arrival = new Arrival(List.copyOf(claims), run, nanoTime.getAsLong());
        waiting.add(arrival);
        bytes += arrival.bytes();
        jobs += claims.size();
    }

    /** Takes those out, oldest first, of which this is true. */
    List<Arrival> takeIf(Function<Arrival, Boolean> isDone) {
        List<Arrival> taken = new ArrayList<>();
        waiting.removeIf(arrival -> isDone.apply(arrival) && taken.add(arrival));
        for (Arrival arrival : taken) {
            bytes -= arrival.bytes();
            jobs -= arrival.claims().size();
        }
        return taken;
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** Whether so much waits that no more should be brought home before. */
    boolean isFull() {
        return bytes >= BYTES || jobs >= JOBS;
    }
}
