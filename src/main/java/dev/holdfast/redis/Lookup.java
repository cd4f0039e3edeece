package dev.holdfast.redis;

import dev.holdfast.job.Node;
import dev.holdfast.job.Reason;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a node, or both together, know of a job. */
public sealed interface Lookup {

    /**
     * The job is there.
     *
     * @param hash the fields of {@code rq:job:<id>}
     * @param newestResult the last entry of {@code rq:results:<id>}; null when there is none
     */
    record Found(
            Node node, Map<String, byte[]> hash, @Nullable Entry newestResult) implements Lookup {}

    /** The job was accepted here, and RQ has deleted it since. */
    record Remembered(Node node) implements Lookup {}

    /** The node knows no such job. */
    record Unknown() implements Lookup {}

    /** The node could not be asked in time. */
    record NotAsked(Reason reason) implements Lookup {}

    /** An entry of a Redis stream. */
    record Entry(String id, Map<String, byte[]> fields) {}

    /**
     * What both nodes together know of a job.
     *
     * <p>A job that only the standby remembers may have gone home: without the primary nobody can say that it is gone.
     */
    static Lookup joined(Lookup primary, Lookup standby) {
        if (primary instanceof Found) {
            return primary;
        } else if (standby instanceof Found) {
            return standby;
        }
        return primary instanceof Unknown ? standby : primary;
    }
}
