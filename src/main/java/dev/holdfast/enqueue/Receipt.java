package dev.holdfast.enqueue;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.holdfast.job.JobId;
import dev.holdfast.job.JobState;
import dev.holdfast.job.Node;
import dev.holdfast.job.QueueName;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a client gets for an accepted job: the promise, the job's id and where it lies. */
@JsonPropertyOrder({"status", "job_id", "queue", "state", "node", "durability", "incident"})
@JsonInclude(JsonInclude.Include.NON_NULL)
record Receipt(
        String status,
        @JsonProperty("job_id") String jobId,
        String queue,
        String state,
        @Nullable String node,
        String durability,
        @Nullable Map<String, Object> incident) {

    /** For a job in Redis, which keeps it as well as its own settings make it. */
    static Receipt of(JobId id, QueueName queue, JobState state, Node node) {
        return new Receipt("success", id.value(), queue.value(), state.word(), node.word(), "redis", null);
    }

    /** For a job on this service's own disk, synced. */
    static Receipt ofSpooled(JobId id, QueueName queue) {
        return new Receipt("accepted", id.value(), queue.value(), "spooled", null, "disk", null);
    }

    /** The same, with what the client should know of the incident that is open; null if none is. */
    Receipt during(@Nullable Map<String, Object> incident) {
        return new Receipt(status, jobId, queue, state, node, durability, incident);
    }
}
