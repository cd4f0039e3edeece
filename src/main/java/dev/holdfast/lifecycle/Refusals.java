package dev.holdfast.lifecycle;

import dev.holdfast.job.JobId;
import dev.holdfast.job.Node;
import dev.holdfast.job.Reason;
import dev.holdfast.problem.Problem;
import dev.holdfast.problem.ProblemType;
import dev.holdfast.redis.Change;
import java.time.Duration;

/** The words in which this room says no. */
final class Refusals {

    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Duration LATER = Duration.ofSeconds(2);

    private Refusals() {}

    static Problem noId(String objection) {
        return Problem.of(ProblemType.INVALID_JOB_ID, "the id " + objection);
    }

    static Problem noFlag(String name) {
        return Problem.of(ProblemType.BAD_REQUEST, name + " must be true or false, or be left out");
    }

    static Problem noOption(String shown) {
        return Problem.of(
                ProblemType.BAD_REQUEST,
                "there is no option \"" + shown + "\" here; leave it out; nothing was changed");
    }

    static Problem noWait(String shown) {
        return Problem.of(
                ProblemType.BAD_REQUEST,
                "wait is \"" + shown + "\", must be 0 to 60 seconds, such as 20, 20s or 1m; ask again for longer");
    }

    static Problem tooManyWait(int limit) {
        return Problem.passing(
                        ProblemType.OVERLOADED, "Too many wait for their jobs: ask without waiting, or later.", SOON)
                .with("limit", limit)
                .with("safe_to_retry", true);
    }

    static Problem unknown() {
        return Problem.of(ProblemType.JOB_NOT_FOUND, "no job with this id is known, or it has ended long ago");
    }

    static Problem gone() {
        return Problem.of(
                ProblemType.JOB_NOT_FOUND,
                "the job was accepted, and nothing is left of it: it has ended, or was deleted");
    }

    static Problem redisNotAsked(Reason reason) {
        return reason == Reason.OVERLOADED
                ? Problem.passing(ProblemType.OVERLOADED, "Too many jobs are being read.", SOON)
                : Problem.passing(
                                ProblemType.REDIS_UNAVAILABLE,
                                "The Redis that may know the job cannot be asked now.",
                                LATER)
                        .with("reason", reason.word())
                        .with("safe_to_retry", true);
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

    static Problem notRequeued(String state) {
        return Problem.of(
                        ProblemType.WRONG_JOB_STATE,
                        "only a job that has failed or was stopped, and that RQ still lists as failed, can be requeued")
                .with("state", state);
    }

    static Problem notTakenBack(Change.WrongState wrong) {
        return Problem.of(ProblemType.WRONG_JOB_STATE, whyNot(wrong.state()))
                .with("state", wrong.state())
                .with("node", wrong.node().word());
    }

    private static String whyNot(String state) {
        return switch (state) {
            case "started" ->
                "a worker runs the job: neither is a running job stopped here, nor is anything taken from under it;"
                        + " RQ's send_stop_job_command stops it";
            case "finished" -> "the job has finished: there is nothing left to cancel";
            case "canceled" -> "the job has been canceled before";
            case "ready_to_enqueue" -> "what the job waited for has ended, and RQ puts it into its queue: ask again";
            case "rate_limited" ->
                "RQ holds the job back because of its rate_limit; only RQ's own Job.cancel takes it back";
            default -> "the job is in a state that this version does not know";
        };
    }

    static Problem taken(Node node) {
        return Problem.of(
                        ProblemType.WRONG_JOB_STATE,
                        "the job waits in its queue no more: a worker is just taking it, or was lost while it did")
                .with("state", "queued")
                .with("node", node.word());
    }

    static Problem moving(Node node) {
        return Problem.passing(
                        ProblemType.JOB_MOVING,
                        "The job is being moved right now, home or into its queue: ask again.",
                        SOON)
                .with("node", node.word())
                .with("safe_to_retry", true);
    }

    static Problem halfDone(Change.HalfDone half) {
        return Problem.passing(
                        ProblemType.REDIS_UNAVAILABLE,
                        "It is done at one Redis; the other, which may have the job as well, cannot be asked now: ask"
                                + " again.",
                        LATER)
                .with("done", half.node().word())
                .with("reason", half.reason().word())
                .with("safe_to_retry", true);
    }

    static Problem inDoubt(JobId id, Change.InDoubt doubt) {
        return Problem.passing(
                        ProblemType.IN_DOUBT, "It may be done, or may not: Redis did not answer; ask again.", LATER)
                .with("job_id", id.value())
                .with("node", doubt.node().word())
                .with("reason", doubt.reason().word())
                .with("safe_to_retry", true);
    }

    static Problem refused(Change.Refused refused) {
        return Problem.of(ProblemType.REDIS_REFUSED, "Redis cannot change this job; nothing was written")
                .with("node", refused.node().word())
                .with("reason", refused.reason().word());
    }

    static Problem awaited() {
        return Problem.of(
                        ProblemType.WRONG_JOB_STATE,
                        "jobs that lie on this service's disk wait for it, and would run as if it had finished:"
                                + " take them back first")
                .with("state", "spooled");
    }

    static Problem awaited(Change.Awaited awaited) {
        return Problem.of(
                        ProblemType.WRONG_JOB_STATE,
                        "jobs that are to go to the primary wait for it, and would run there as if it had finished: delete"
                                + " them first, or cancel this one")
                .with("state", awaited.state())
                .with("node", awaited.node().word());
    }

    static Problem setAside(String reason) {
        return Problem.of(
                        ProblemType.WRONG_JOB_STATE,
                        "no Redis takes the job as it is, and an operator decides what becomes of it")
                .with("state", "set_aside")
                .with("reason", reason);
    }
}
