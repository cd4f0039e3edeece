package dev.holdfast.enqueue;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.holdfast.job.JobId;
import dev.holdfast.job.JobState;
import dev.holdfast.job.Node;
import dev.holdfast.job.QueueName;
import dev.holdfast.job.Warning;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a client gets for an accepted job: the promise, the job's id and where it lies. */
@JsonPropertyOrder({"status", "job_id", "queue", "state", "node", "durability", "run_at", "warnings", "incident"})
@JsonInclude(JsonInclude.Include.NON_NULL)
record Receipt(
        String status,
        @JsonProperty("job_id") String jobId,
        String queue,
        String state,
        @Nullable String node,
        String durability,
        @JsonProperty("run_at") @Nullable String runAt,
        @Nullable List<Caution> warnings,
        @Nullable Map<String, Object> incident) {

    /** Why nothing may move the job on, and what to do about it. */
    record Caution(String code, String detail) {}

    /** For a job in Redis, which keeps it as well as its own settings make it. */
    static Receipt of(JobId id, QueueName queue, JobState state, Node node) {
        return new Receipt("success", id.value(), queue.value(), state.word(), node.word(), "redis", null, null, null);
    }

    /** For a job on this service's own disk, synced. */
    static Receipt ofSpooled(JobId id, QueueName queue) {
        return new Receipt("accepted", id.value(), queue.value(), "spooled", null, "disk", null, null, null);
    }

    /** The same for a job that waits for this moment. */
    Receipt due(Instant at) {
        return new Receipt(status, jobId, queue, state, node, durability, at.toString(), warnings, incident);
    }

    /** The same with these warnings, in their order. */
    Receipt warning(Collection<Warning> all) {
        List<Caution> cautions = all.stream()
                .sorted()
                .map(warning -> new Caution(warning.word(), warning.detail()))
                .toList();
        return new Receipt(
                status, jobId, queue, state, node, durability, runAt, cautions.isEmpty() ? null : cautions, incident);
    }

    /** The same, with what the client should know of the incident that is open; null if none is. */
    Receipt during(@Nullable Map<String, Object> open) {
        return new Receipt(status, jobId, queue, state, node, durability, runAt, warnings, open);
    }
}
