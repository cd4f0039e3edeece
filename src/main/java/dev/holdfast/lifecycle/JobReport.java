package dev.holdfast.lifecycle;

import dev.holdfast.job.JobId;
import dev.holdfast.job.Node;
import dev.holdfast.redis.Change;
import dev.holdfast.rq.StoredJob;
import dev.holdfast.rq.StoredResult;
import dev.holdfast.spool.SpooledJob;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What became of a job, as the members of an answer; what is not known is left out. */
final class JobReport {

    private static final Set<String> ENDS = Set.of("finished", "failed", "stopped", "canceled", "gone");

    private final Map<String, Object> members = new LinkedHashMap<>();

    private JobReport(JobId id, String state) {
        members.put("job_id", id.value());
        members.put("state", state);
    }

    private JobReport(JobId id, String state, Node node) {
        this(id, state);
        members.put("node", node.word());
    }

    /** A job that is still in Redis; {@code result} or {@code error} say how its last run ended. */
    static JobReport of(JobId id, Node node, StoredJob job, @Nullable StoredResult result) {
        JobReport report = new JobReport(id, job.status() == null ? "unknown" : job.status(), node);
        report.put("queue", job.origin());
        report.put("description", job.description());
        report.put("created_at", job.createdAt());
        report.put("enqueued_at", job.enqueuedAt());
        report.put("started_at", job.startedAt());
        report.put("ended_at", job.endedAt());
        report.put("timeout", job.timeout());
        report.put("ttl", job.ttl());
        report.put("result_ttl", job.resultTtl());
        report.put("failure_ttl", job.failureTtl());
        report.put("retries_left", job.retriesLeft());
        if (result != null) {
            report.put(result);
        }
        return report;
    }

    /** A job that was accepted and that RQ has deleted since. */
    static JobReport ofDeleted(JobId id, Node node) {
        JobReport report = new JobReport(id, "gone", node);
        report.put(
                "detail",
                "the job was accepted, and RQ has deleted it since: it has ended and its result_ttl is over, or its ttl was"
                        + " over before a worker took it, or somebody deleted it");
        return report;
    }

    /** A job that lies on this service's disk, and of which no node has said more. */
    static JobReport ofSpooled(SpooledJob job) {
        if (job.withdrawn()) {
            return ofCanceling(job.id(), job.node());
        }
        JobReport report = new JobReport(job.id(), job.aside() ? "set_aside" : "spooled");
        Node node = job.node();
        report.put("node", node == null ? null : node.word());
        if (node != null && !job.arrived()) {
            report.put("in_doubt", true);
        }
        report.put("queue", job.queue().value());
        report.put("since", job.since());
        if (node == null && !job.aside()) {
            report.put("position", job.position());
        }
        report.put("reason", job.reason());
        report.put("durability", "disk");
        return report;
    }

    /** A job that was taken back before any node got it. */
    static JobReport ofCanceled(JobId id) {
        return new JobReport(id, "canceled");
    }

    /**
     * A job that was taken back after it was sent.
     *
     * @param node which alone has not answered for it; null if neither has, or if nobody looked
     */
    static JobReport ofCanceling(JobId id, @Nullable Node node) {
        JobReport report = new JobReport(id, "canceling");
        report.put("node", node == null ? null : node.word());
        report.put(
                "detail",
                "the job was sent to Redis, which is asked until it has said that the job is not there; if a worker was"
                        + " quicker, it runs");
        return report;
    }

    /** A job that is in another state now, on its client's word. */
    static JobReport ofChanged(JobId id, String state, Change.Done change) {
        JobReport report = new JobReport(id, state, change.node());
        report.put("was", change.was().isEmpty() ? "unknown" : change.was());
        return report;
    }

    /** How many jobs wait for this one, none of which will go on by itself. */
    JobReport withDependents(long dependents) {
        put("dependents", dependents == 0 ? null : dependents);
        return this;
    }

    private void put(StoredResult result) {
        if (result.error() != null) {
            put("error", result.error());
        } else if (!result.readable()) {
            put("result_unreadable", true);
        } else if (result.type() == StoredResult.Type.SUCCESSFUL) {
            // A function that returned nothing has a result too: null.
            members.put("result", result.returnValue());
        }
    }

    private void put(String member, @Nullable Object value) {
        if (value != null) {
            members.put(member, value instanceof Instant time ? time.toString() : value);
        }
    }

    /** Whether the job runs no more, unless somebody has it run again. */
    static boolean isEnd(String state) {
        return ENDS.contains(state);
    }

    boolean hasEnded() {
        return ENDS.contains(members.get("state"));
    }

    Map<String, Object> members() {
        return members;
    }
}
