package dev.holdfast.spool;

import dev.holdfast.job.Node;
import dev.holdfast.job.Reason;
import dev.holdfast.problem.Problem;
import dev.holdfast.problem.ProblemType;
import java.time.Duration;

/** The words in which operators are told that something was not done. */
final class SpoolProblems {

    private static final Duration LATER = Duration.ofSeconds(2);

    private SpoolProblems() {}

    static Problem noSuchJob() {
        return Problem.of(ProblemType.JOB_NOT_FOUND, "the spool of this instance has no such job; nothing has changed");
    }

    static Problem wrongState(SpooledJob job) {
        Node node = job.node();
        if (job.withdrawn()) {
            return Problem.of(
                            ProblemType.WRONG_JOB_STATE,
                            "the job's client has taken it back, and it can be discarded: then no node is asked any more"
                                    + " to have it no more; nothing has changed")
                    .with("state", "withdrawn");
        } else if (node != null) {
            return Problem.of(
                            ProblemType.WRONG_JOB_STATE,
                            "the job was sent, and can be released, unless it is being placed in this moment;"
                                    + " nothing has changed")
                    .with("state", "sent")
                    .with("node", node.word());
        }
        String detail = job.aside()
                ? "the job is set aside, and can be retried or discarded; nothing has changed"
                : "the job waits for the next node that takes jobs, and can be discarded; nothing has changed";
        return Problem.of(ProblemType.WRONG_JOB_STATE, detail).with("state", job.aside() ? "set_aside" : "waiting");
    }

    static Problem notAsked(Reason reason) {
        return Problem.passing(
                        ProblemType.SPOOL_UNAVAILABLE,
                        "the disk does not answer now; look at the state before you ask again",
                        LATER)
                .with("reason", reason.word());
    }
}
