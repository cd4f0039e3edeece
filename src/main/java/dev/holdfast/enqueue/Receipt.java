package dev.holdfast.enqueue;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.holdfast.job.JobId;
import dev.holdfast.job.JobState;
import dev.holdfast.job.Node;
import dev.holdfast.job.QueueName;

/** What a client gets for an accepted job: the promise, the job's id and where it lies. */
@JsonPropertyOrder({"status", "job_id", "queue", "state", "node"})
record Receipt(String status, @JsonProperty("job_id") String jobId, String queue, String state, String node) {

    static Receipt of(JobId id, QueueName queue, JobState state, Node node) {
        return new Receipt("success", id.value(), queue.value(), state.word(), node.word());
    }
}
