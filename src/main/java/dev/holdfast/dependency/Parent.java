package dev.holdfast.dependency;

import dev.holdfast.job.JobId;

/**
 * A job that another one waits for.
 *
 * @param failedIsOver whether it is over for that one when it has failed, as when it has finished
 */
public record Parent(JobId id, boolean failedIsOver) {}
