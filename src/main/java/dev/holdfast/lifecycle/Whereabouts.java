package dev.holdfast.lifecycle;

import dev.holdfast.job.Deadline;
import dev.holdfast.job.JobId;
import dev.holdfast.job.Node;
import dev.holdfast.job.Reason;
import dev.holdfast.redis.Lookup;
import dev.holdfast.redis.RedisNodes;
import dev.holdfast.spool.Spool;
import dev.holdfast.spool.SpooledJob;
import dev.holdfast.spool.Withdrawal;
import java.time.Duration;
import java.util.Optional;

/** Asks the disk and both nodes where a job is, in this order: a job leaves the disk only when a node has it. */
final class Whereabouts {

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
        if (row != null && row.node() == null) {
            return new Place.OnDisk(row);
        }
        Lookup lookup = nodes.find(id, deadline);
        if (lookup instanceof Lookup.Found || lookup instanceof Lookup.Remembered) {
            return new Place.InRedis(lookup);
        } else if (row != null) {
            return new Place.OnDisk(row);
        }
        return search.answered() ? new Place.InRedis(lookup) : new Place.DiskNotAsked(diskReason());
    }

    /** Takes a job back from the disk that was never sent to a node. */
    Withdrawal withdraw(JobId id, Deadline deadline) {
        return spool.map(disk -> disk.withdraw(id, forTheDisk(deadline))).orElse(Withdrawal.UNKNOWN);
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

    /** The node of a place; empty if it is none. */
    static Optional<Node> node(Place place) {
        if (place instanceof Place.OnDisk disk) {
            return Optional.ofNullable(disk.job().node());
        } else if (place instanceof Place.InRedis redis && redis.lookup() instanceof Lookup.Found found) {
            return Optional.of(found.node());
        } else if (place instanceof Place.InRedis redis && redis.lookup() instanceof Lookup.Remembered remembered) {
            return Optional.of(remembered.node());
        }
        return Optional.empty();
    }
}
