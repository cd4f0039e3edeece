package dev.holdfast.reconcile;

import dev.holdfast.job.JobId;
import dev.holdfast.job.JobQueue;
import dev.holdfast.job.JobSource;
import dev.holdfast.job.Node;
import dev.holdfast.job.Safety;
import java.time.Duration;
import java.util.Collection;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.ToLongFunction;

/**
 * From where to where jobs are brought, and what there is to know on the way. All of it is used by one thread, which is
 * the way's own.
 *
 * @param origin what kind of place the jobs are stranded at
 * @param to the node that is their home
 * @param source where jobs are stranded
 * @param home that node, and nothing but that node
 * @param mayDrain whether jobs may go there now
 * @param safety whether what that node accepted in a run, so long ago, would survive a crash of it now; of two that it
 *     accepted in one run, the younger is never safer
 * @param acceptedByBoth of jobs that a worker of the other place has taken, how many that node has accepted as well
 */
public record WayHome(
        Origin origin,
        Node to,
        JobSource source,
        JobQueue home,
        BooleanSupplier mayDrain,
        BiFunction<String, Duration, Safety> safety,
        ToLongFunction<Collection<JobId>> acceptedByBoth) {

    /** A kind of place at which jobs are stranded. */
    public enum Origin {
        /** The standby, which accepted them in the primary's stead. A metered Redis bills for each question. */
        STRAYS(Duration.ofSeconds(2)),
        /** This service's own disk. Its jobs wait for nothing but the next question. */
        SPOOL(Duration.ofMillis(100));

        private final Duration idle;

        Origin(Duration idle) {
            this.idle = idle;
        }

        /** How often it is asked while nothing is stranded there. */
        Duration idle() {
            return idle;
        }
    }

    /** From the standby to the primary. */
    public static WayHome ofStrays(
            JobSource strays,
            JobQueue primary,
            BooleanSupplier mayDrain,
            BiFunction<String, Duration, Safety> safety,
            ToLongFunction<Collection<JobId>> acceptedByBoth) {
        return new WayHome(Origin.STRAYS, Node.PRIMARY, strays, primary, mayDrain, safety, acceptedByBoth);
    }

    /** From this service's disk to one node; no worker ever takes a job from there. */
    public static WayHome ofSpool(
            Node to,
            JobSource rows,
            JobQueue home,
            BooleanSupplier mayDrain,
            BiFunction<String, Duration, Safety> safety) {
        return new WayHome(Origin.SPOOL, to, rows, home, mayDrain, safety, ids -> 0);
    }

    /** The way's word in logs, and of its thread. */
    String word() {
        return switch (origin) {
            case STRAYS -> "strays";
            case SPOOL -> "spool-" + to.word();
        };
    }
}
