package dev.holdfast.spool;

import dev.holdfast.job.JobId;
import dev.holdfast.job.Node;
import dev.holdfast.job.QueueName;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A job that lies in the spool, without what it carries.
 *
 * @param fingerprint of the submission; a node may have another job under this id
 * @param position it is the n-th in line at most, counted from 1; those before it may have been placed already
 * @param reason why it lies here, in a word
 * @param node where it was sent; null while it is surely nowhere else. If it is withdrawn, the node that alone has not
 *     answered for it yet; null while neither has
 * @param arrived whether that node has said that it has the job
 * @param aside whether it waits for an operator, as no node will take it as it is
 * @param withdrawn whether its client has taken it back after it was sent
 */
public record SpooledJob(
        JobId id,
        String fingerprint,
        QueueName queue,
        Instant since,
        long position,
        String reason,
        @Nullable Node node,
        boolean arrived,
        boolean aside,
        boolean withdrawn) {}
