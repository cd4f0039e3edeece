package dev.holdfast.redis;

import dev.holdfast.job.Claim;
import dev.holdfast.job.JobId;
import dev.holdfast.job.JobSource;
import dev.holdfast.job.NodeState;
import dev.holdfast.job.Safety;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.BiFunction;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Strays of a standby with workers: a claim is handed out only once the standby would remember it after a crash.
 *
 * <p>Otherwise a job could be placed at home, the claim forgotten, and the job started on the standby as well.
 */
final class SettledStrays implements JobSource {

    /** What waits for the standby's disk; a claim is a megabyte at most. */
    private static final int BATCHES = 16;

    private record Fresh(List<Claim> claims, String run, long at) {}

    private final JobSource strays;
    private final Supplier<NodeState> standby;
    private final BiFunction<String, Duration, Safety> safety;
    private final LongSupplier nanoTime;
    private final Deque<Fresh> fresh = new ArrayDeque<>();

    SettledStrays(
            JobSource strays,
            Supplier<NodeState> standby,
            BiFunction<String, Duration, Safety> safety,
            LongSupplier nanoTime) {
        this.strays = strays;
        this.standby = standby;
        this.safety = safety;
        this.nanoTime = nanoTime;
    }

    @Override
    public List<Claim> claim(int max, Duration lease) {
        if (fresh.size() < BATCHES) {
            // The run before the call: if the node restarts in between, the claim counts for the earlier run, and as
            // lost.
            String run = standby.get().run();
            List<Claim> claims = strays.claim(max, lease);
            if (!claims.isEmpty()) {
                fresh.add(new Fresh(claims, run, nanoTime.getAsLong()));
            }
        }
        return settled(max);
    }

    private List<Claim> settled(int max) {
        while (!fresh.isEmpty()) {
            Fresh oldest = fresh.element();
            Safety now = safety.apply(oldest.run(), Duration.ofNanos(nanoTime.getAsLong() - oldest.at()));
            List<Claim> running = oldest.claims().stream()
                    .filter(claim -> !claim.lease().hasPassed())
                    .toList();
            if (now == Safety.RUN_OVER || running.isEmpty()) {
                // Perhaps forgotten, or somebody else's by now: whoever claims them next finds out.
                fresh.remove();
            } else if (now == Safety.WAITING) {
                return List.of();
            } else {
                fresh.remove();
                if (running.size() > max) {
                    fresh.addFirst(new Fresh(running.subList(max, running.size()), oldest.run(), oldest.at()));
                }
                return new ArrayList<>(running.subList(0, Math.min(max, running.size())));
            }
        }
        return List.of();
    }

    @Override
    public void finish(Collection<Claim> claims) {
        strays.finish(claims);
    }

    @Override
    public void release(Collection<Claim> claims) {
        strays.release(claims);
    }

    @Override
    public void setAside(Claim claim, String why) {
        strays.setAside(claim, why);
    }

    @Override
    public OptionalLong count() {
        return strays.count();
    }

    @Override
    public List<JobId> taken() {
        return strays.taken();
    }
}
