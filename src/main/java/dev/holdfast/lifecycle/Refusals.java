package dev.holdfast.lifecycle;

import dev.holdfast.job.Node;
import dev.holdfast.job.Reason;
import dev.holdfast.problem.Problem;
import dev.holdfast.problem.ProblemType;
import java.time.Duration;

/** The words in which this room says no. */
final class Refusals {

    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Duration LATER = Duration.ofSeconds(2);

    private Refusals() {}

    static Problem noId(String objection) {
        return Problem.of(ProblemType.INVALID_JOB_ID, "the id " + objection);
    }

    static Problem unknown() {
        return Problem.of(ProblemType.JOB_NOT_FOUND, "no job with this id is known, or it has ended long ago");
    }

    static Problem redisNotAsked(Reason reason) {
        return reason == Reason.OVERLOADED
                ? Problem.passing(ProblemType.OVERLOADED, "Too many jobs are being read.", SOON)
                : Problem.passing(
                                ProblemType.REDIS_UNAVAILABLE,
                                "The Redis that may know the job cannot be asked now.",
                                LATER)
                        .with("reason", reason.word());
    }

    static Problem diskNotAsked(Reason reason) {
        return Problem.passing(
                        ProblemType.SPOOL_UNAVAILABLE,
                        "the job may lie on this service's disk, which does not answer now",
                        LATER)
                .with("reason", reason.word());
    }

    static Problem notSaid(Reason reason) {
        return Problem.passing(
                        ProblemType.SPOOL_UNAVAILABLE,
                        "the job may have been taken back, or may not: the disk does not answer now; ask again",
                        LATER)
                .with("reason", reason.word());
    }

    static Problem sent(Node node) {
        return Problem.of(
                        ProblemType.JOB_ALREADY_SENT,
                        "a job that was sent to Redis is not taken back here: cancel it there, by RQ's own means")
                .with("node", node.word());
    }

    static Problem setAside(String reason) {
        return Problem.of(
                        ProblemType.JOB_ALREADY_SENT,
                        "no Redis takes the job as it is, and an operator decides what becomes of it")
                .with("state", "set_aside")
                .with("reason", reason);
    }
}
