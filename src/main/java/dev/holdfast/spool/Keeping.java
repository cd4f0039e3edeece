package dev.holdfast.spool;

import dev.holdfast.job.Job;
import dev.holdfast.job.Node;
import dev.holdfast.job.NodeStates;
import dev.holdfast.job.Placement;
import dev.holdfast.job.Reason;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A job that is to be kept, and what came of placing it.
 *
 * @param doubt where it may be already; null if it is surely nowhere
 */
record Keeping(Job job, Placement placement, Reason reason, Rows.@Nullable Doubt doubt) {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    /** Whether a job of which this became is kept; what is too much for this service is not less on its disk. */
    static boolean isFor(@Nullable Placement placement) {
        return placement instanceof Placement.NotWritten notWritten
                ? notWritten.reason() != Reason.OVERLOADED
                : placement instanceof Placement.InDoubt inDoubt && inDoubt.node() != null;
    }

    static Keeping of(Job job, @Nullable Placement placement, NodeStates nodes) {
        if (placement instanceof Placement.InDoubt inDoubt && inDoubt.node() != null) {
            Node node = inDoubt.node();
            return new Keeping(
                    job,
                    placement,
                    inDoubt.reason(),
                    new Rows.Doubt(node, nodes.of(node).dataset()));
        } else if (placement instanceof Placement.NotWritten notWritten) {
            return new Keeping(job, placement, notWritten.reason(), null);
        }
        throw new IllegalArgumentException("nothing is kept of " + placement);
    }

    /** Writes the job down. */
    Placement in(OpenSpool spool) throws SQLException {
        Optional<Reason> obstacle = spool.obstacle().get();
        if (obstacle.isPresent()) {
            return notKept(obstacle.get());
        }
        Optional<Placement.Conflict> conflict =
                spool.rows().add(job, reason, doubt, spool.now()).conflict();
        if (conflict.isEmpty()) {
            return new Placement.Spooled(spool.file().begun().all());
        }
        // Of two jobs with one id, one may be at a node: nobody knows yet which of them the id belongs to.
        return doubt == null ? conflict.get() : placement;
    }

    /** What is to be said when the disk did not take it: what may be at a node may still be there. */
    Placement notKept(Reason disk) {
        return doubt == null ? new Placement.Full(reason, disk, RETRY_AFTER) : placement;
    }

    /** What is to be said when the disk may have it. */
    Placement maybeKept(Reason disk) {
        return doubt == null ? new Placement.InDoubt(null, disk) : placement;
    }
}
