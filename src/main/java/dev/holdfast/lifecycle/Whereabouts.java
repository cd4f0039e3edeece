package dev.holdfast.lifecycle;

import dev.holdfast.job.Deadline;
import dev.holdfast.job.JobId;
import dev.holdfast.job.Node;
import dev.holdfast.job.Reason;
import dev.holdfast.redis.Lookup;
import dev.holdfast.redis.RedisNodes;
import dev.holdfast.rq.RqKeys;
import dev.holdfast.rq.StoredJob;
import dev.holdfast.spool.Spool;
import dev.holdfast.spool.SpooledJob;
import dev.holdfast.spool.Withdrawal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/** Asks the disk and both nodes where a job is, in this order: a job leaves the disk only when a node has it. */
final class Whereabouts {

    /** In the words of {@link JobReport}. */
    static final String SET_ASIDE = "set_aside";

    private static final Set<String> WAITING = Set.of("queued", "scheduled", "deferred");

    private static final Set<String> FAILED = Set.of("failed", "stopped");

    private final RedisNodes nodes;
    private final Optional<Spool> spool;

    /** @param spool empty if there is none */
    Whereabouts(RedisNodes nodes, Optional<Spool> spool) {
        this.nodes = nodes;
        this.spool = spool;
    }

    /** Where a job is. */
    sealed interface Place {

        /** It lies on the disk; no node has said more. */
        record OnDisk(SpooledJob job) implements Place {}

        /** What the nodes know of it, which may be nothing. */
        record InRedis(Lookup lookup) implements Place {}

        /** No node knows it, and the disk did not say. */
        record DiskNotAsked(Reason reason) implements Place {}
    }

    Place of(JobId id, Deadline deadline) {
        Spool.Search search = spool.map(disk -> disk.find(id, forTheDisk(deadline)))
                .orElseGet(() -> new Spool.Search(true, Optional.empty()));
        SpooledJob row = search.job().orElse(null);
        if (row != null && row.node() == null && !row.withdrawn()) {
            return new Place.OnDisk(row);
        }
        Lookup lookup = nodes.find(id, deadline);
        if (row != null && (isOfAnother(lookup, row) || (row.withdrawn() && !hasStarted(lookup)))) {
            return new Place.OnDisk(row);
        } else if (lookup instanceof Lookup.Found || lookup instanceof Lookup.Remembered) {
            return new Place.InRedis(lookup);
        } else if (row != null) {
            return new Place.OnDisk(row);
        }
        return search.answered() ? new Place.InRedis(lookup) : new Place.DiskNotAsked(diskReason());
    }

    /** Whether nodes are still being asked to have the job no more; false if the disk does not say. */
    boolean isBeingTakenBack(JobId id, Deadline deadline) {
        return spool.flatMap(disk -> disk.find(id, forTheDisk(deadline)).job())
                .filter(SpooledJob::withdrawn)
                .isPresent();
    }

    /**
     * In which state the job is that has this id now, where another one that has failed at the primary may have had it
     * before: one that waits on the disk, or lies at the standby.
     */
    Optional<String> stateOfALaterJob(JobId id, Deadline deadline) {
        Place place = of(id, forTheDisk(deadline));
        if (place instanceof Place.OnDisk disk) {
            return Optional.of(disk.job().aside() ? SET_ASIDE : "spooled");
        } else if (place instanceof Place.InRedis redis
                && redis.lookup() instanceof Lookup.Found found
                && found.node() == Node.STANDBY) {
            return Optional.of(String.valueOf(StoredJob.of(found.hash()).status()));
        }
        return Optional.empty();
    }

    /** Whether the primary has a job of this id that has ended, beside the one at the standby that is told of. */
    boolean isBehindAFormerJob(JobId id, Deadline deadline) {
        return nodes.findBeside(Node.STANDBY, id, forTheDisk(deadline)) instanceof Lookup.Found former
                && JobReport.isEnd(String.valueOf(StoredJob.of(former.hash()).status()));
    }

    static boolean hasFailed(String state) {
        return FAILED.contains(state);
    }

    /** Whether a node has a former job of this id, which has ended. */
    private static boolean isOfAnother(Lookup lookup, SpooledJob row) {
        return lookup instanceof Lookup.Found found
                && !Arrays.equals(
                        found.hash().get(RqKeys.FINGERPRINT_FIELD),
                        row.fingerprint().getBytes(StandardCharsets.UTF_8));
    }

    /** Whether it is too late to take the job back. */
    private static boolean hasStarted(Lookup lookup) {
        if (lookup instanceof Lookup.Found found) {
            StoredJob job = StoredJob.of(found.hash());
            // What a worker has had waits for its next run, and is not taken back any more.
            return job.startedAt() != null || !WAITING.contains(String.valueOf(job.status()));
        }
        return false;
    }

    /** Takes a job back from the disk, or has both nodes asked for it. */
    Withdrawal withdraw(JobId id, Deadline deadline) {
        return spool.map(disk -> disk.withdraw(id, forTheDisk(deadline))).orElseGet(Withdrawal.Unknown::new);
    }

    /** What the disk has against deleting a job that a node has; nothing against one that has finished. */
    Withdrawal objection(JobId id, Deadline deadline) {
        Withdrawal objection =
                spool.map(disk -> disk.objection(id, forTheDisk(deadline))).orElseGet(Withdrawal.Unknown::new);
        boolean counts =
                !(objection instanceof Withdrawal.Awaited) || !hasFinished(nodes.find(id, forTheDisk(deadline)));
        return counts ? objection : new Withdrawal.Unknown();
    }

    private static boolean hasFinished(Lookup lookup) {
        return lookup instanceof Lookup.Found found
                && "finished".equals(StoredJob.of(found.hash()).status());
    }

    /** Why the disk did not say something that it was asked. */
    Reason diskReason() {
        return spool.flatMap(disk -> disk.state().obstacle())
                .filter(reason -> reason == Reason.DISK_FAILED)
                .orElse(Reason.DISK_SLOW);
    }

    /** The other half is for Redis, which may know the job as well. */
    private static Deadline forTheDisk(Deadline deadline) {
        return deadline.within(Duration.ofNanos(Math.max(0, deadline.remainingNanos() / 2)));
    }
}
