package dev.holdfast.enqueue;

import dev.holdfast.job.JobState;
import dev.holdfast.job.Placement;
import dev.holdfast.job.QueueName;
import dev.holdfast.job.Reason;
import dev.holdfast.job.StandbyUse;
import dev.holdfast.job.Start;
import dev.holdfast.job.Warning;
import dev.holdfast.problem.Problem;
import dev.holdfast.problem.ProblemType;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/**
 * What a client is told about each placement of its job.
 *
 * @param start when the job may be run
 * @param own warnings that the submission deserves wherever the job is placed
 */
record Answers(Identity identity, QueueName queue, Start start, Set<Warning> own, StandbyUse standby) {

    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Duration LATER = Duration.ofSeconds(2);

    static Problem overloaded() {
        return Problem.passing(
                        ProblemType.OVERLOADED, "more requests than can be served now; nothing was written", SOON)
                .with("safe_to_retry", true);
    }

    Answer to(Placement placement) {
        return placement.fold(
                this::placed,
                already -> new Answer.Accepted(
                        Receipt.of(identity.id(), queue, already.state(), already.node())
                                .warning(own),
                        true),
                conflict -> new Answer.TurnedAway(conflict(conflict.over())),
                notWritten -> new Answer.TurnedAway(notWritten(notWritten.reason())),
                inDoubt -> new Answer.TurnedAway(inDoubt(inDoubt)),
                refused -> new Answer.TurnedAway(refused(refused.reason())),
                spooled -> new Answer.Spooled(
                        Receipt.ofSpooled(identity.id(), queue).warning(own)),
                full -> new Answer.TurnedAway(full(full)));
    }

    /** A repetition is not told when the job is due: a delay counts from the first request on. */
    private Answer placed(Placement.Placed placed) {
        Set<Warning> all = new HashSet<>(own);
        all.addAll(placed.warnings());
        Receipt receipt =
                Receipt.of(identity.id(), queue, placed.state(), placed.node()).warning(all);
        boolean waits = placed.state() == JobState.SCHEDULED;
        return new Answer.Accepted(waits && start instanceof Start.At at ? receipt.due(at.due()) : receipt, false);
    }

    private Problem conflict(Placement.Conflict.Over over) {
        boolean byKey = identity.source() == Identity.Source.IDEMPOTENCY_KEY
                || (identity.source() == Identity.Source.JOB_ID_AND_KEY && over == Placement.Conflict.Over.PROOF);
        if (byKey) {
            return withId(Problem.of(
                    ProblemType.IDEMPOTENCY_KEY_REUSED,
                    "this Idempotency-Key came with another submission before; use a new key for a new submission"));
        }
        String owner = identity.source() == Identity.Source.JOB_ID_AND_KEY
                ? "this job_id belongs to a job that came without this Idempotency-Key and has not ended;"
                        + " wait for its end, or"
                : "this job_id belongs to another job;";
        return withId(Problem.of(ProblemType.JOB_ID_CONFLICT, owner + " use a new job_id for a new submission"));
    }

    private static Problem notWritten(Reason reason) {
        return reason == Reason.OVERLOADED ? overloaded() : unavailable(reason);
    }

    private static Problem unavailable(Reason reason) {
        return Problem.passing(
                        ProblemType.REDIS_UNAVAILABLE, "no Redis can take the job now; nothing was written", LATER)
                .with("reason", reason.word())
                .with("safe_to_retry", true);
    }

    private static Problem full(Placement.Full full) {
        return Problem.passing(
                        ProblemType.REDIS_UNAVAILABLE,
                        "no Redis can take the job now, nor can the disk here; nothing was written",
                        full.retryAfter())
                .with("reason", full.reason().word())
                .with("spool", full.disk().word())
                .with("safe_to_retry", true);
    }

    private Problem inDoubt(Placement.InDoubt inDoubt) {
        String once = standby == StandbyUse.SAFE_BOX
                ? "it is enqueued once"
                : "it is enqueued once, unless the other Redis takes it meanwhile and a worker runs it there";
        String repeat = identity.isFromClient()
                ? "send the same request again, " + once
                : "send the same body again with this job_id, then " + once;
        String silent = inDoubt.node() == null ? "the disk" : "Redis";
        Problem problem = Problem.passing(
                ProblemType.IN_DOUBT,
                "the job may be enqueued, or may not: " + silent + " did not answer; " + repeat,
                LATER);
        return withId(problem)
                .with("reason", inDoubt.reason().word())
                .with("safe_to_retry", identity.isFromClient() && standby == StandbyUse.SAFE_BOX);
    }

    private Problem refused(Reason reason) {
        // What Redis forbids us, an operator can allow: the job itself is fine.
        if (reason == Reason.NOPERM || reason == Reason.NOAUTH) {
            return unavailable(reason);
        }
        Problem problem = Problem.of(
                ProblemType.REDIS_REFUSED, "Redis cannot hold this job as things are; the service's log has the id");
        return withId(problem).with("reason", reason.word()).with("safe_to_retry", true);
    }

    private Problem withId(Problem problem) {
        return problem.with("job_id", identity.id().value());
    }
}
