package dev.holdfast.redis;

import dev.holdfast.job.Node;
import dev.holdfast.job.Reason;
import dev.holdfast.rq.RqKeys;
import dev.holdfast.rq.StoredJob;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
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
            Node node, Map<String, byte[]> hash, @Nullable Entry newestResult) implements Lookup {

        private static final Set<String> ENDED = Set.of("finished", "failed", "stopped", "canceled");

        boolean hasEnded() {
            return ENDED.contains(String.valueOf(StoredJob.of(hash).status()));
        }

        /** Whether this is another job than that one, and came later: an id can be used again. */
        boolean follows(Found former) {
            Instant came = StoredJob.of(hash).createdAt();
            Instant before = StoredJob.of(former.hash).createdAt();
            boolean another =
                    !Arrays.equals(hash.get(RqKeys.FINGERPRINT_FIELD), former.hash.get(RqKeys.FINGERPRINT_FIELD));
            return another && came != null && before != null && came.isAfter(before);
        }
    }

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
     * <p>Of two jobs that had one id after the other the later one counts. A job that only the standby remembers may have
     * gone home: without the primary nobody can say that it is gone.
     */
    static Lookup joined(Lookup primary, Lookup standby) {
        if (primary instanceof Found former) {
            return standby instanceof Found later && former.hasEnded() && later.follows(former) ? later : former;
        } else if (standby instanceof Found) {
            return standby;
        }
        return primary instanceof Unknown ? standby : primary;
    }
}
