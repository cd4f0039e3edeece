package dev.holdfast.lifecycle;

import dev.holdfast.job.Deadline;
import dev.holdfast.job.Job;
import dev.holdfast.job.JobId;
import dev.holdfast.problem.Problem;
import dev.holdfast.redis.Change;
import dev.holdfast.redis.RedisNodes;
import dev.holdfast.spool.Withdrawal;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.LongSupplier;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/** Cancels, deletes and requeues jobs, on the disk and in Redis, and words what came of it. Safe for all threads. */
final class ChangeDesk {

    private final Whereabouts whereabouts;
    private final RedisNodes nodes;
    private final Duration limit;
    private final LongSupplier nanoTime;

    ChangeDesk(Whereabouts whereabouts, RedisNodes nodes, Duration limit, LongSupplier nanoTime) {
        this.whereabouts = whereabouts;
        this.nodes = nodes;
        this.limit = limit;
        this.nanoTime = nanoTime;
    }

    ResponseEntity<Map<String, Object>> cancel(String id) {
        return takeBack(id, "canceled", (jobId, deadline) -> new Withdrawal.Unknown(), nodes::cancel);
    }

    ResponseEntity<Map<String, Object>> delete(String id) {
        // A job that comes later takes a parent of which only the proof is left for one that has finished.
        return takeBack(id, "deleted", whereabouts::objection, nodes::delete);
    }

    ResponseEntity<Map<String, Object>> requeue(String id, boolean atFront) {
        String objection = JobId.objection(id);
        if (objection != null) {
            return Refusals.noId(objection).toResponse();
        }
        JobId jobId = new JobId(id);
        Deadline deadline = Deadline.in(limit, nanoTime);
        if (whereabouts.isBeingTakenBack(jobId, deadline)) {
            return Refusals.notRequeued("canceling").toResponse();
        }
        Optional<String> later = whereabouts.stateOfALaterJob(jobId, deadline);
        // What is set aside is nobody's successor: an operator decides about it.
        boolean aside = later.filter(Whereabouts.SET_ASIDE::equals).isPresent();
        boolean failed = later.filter(Whereabouts::hasFailed).isPresent();
        if (later.isPresent() && !aside && !failed) {
            return Refusals.notRequeued(later.get()).toResponse();
        }
        Change change = failed && whereabouts.isBehindAFormerJob(jobId, deadline)
                ? nodes.requeueLater(jobId, atFront, deadline)
                : nodes.requeue(jobId, atFront, deadline);
        if (change instanceof Change.Done done) {
            return ok(JobReport.ofChanged(jobId, "queued", done));
        } else if (change instanceof Change.WrongState wrong) {
            return Refusals.notRequeued(wrong.state()).toResponse();
        } else if (aside && change instanceof Change.Unknown) {
            return Refusals.notRequeued(Whereabouts.SET_ASIDE).toResponse();
        }
        return refusal(jobId, change).toResponse();
    }

    private ResponseEntity<Map<String, Object>> takeBack(
            String id,
            String state,
            BiFunction<JobId, Deadline, Withdrawal> against,
            BiFunction<JobId, Deadline, Change> way) {
        String objection = JobId.objection(id);
        if (objection != null) {
            return Refusals.noId(objection).toResponse();
        }
        JobId jobId = new JobId(id);
        Deadline deadline = Deadline.in(limit, nanoTime);
        Withdrawal withdrawal = against.apply(jobId, deadline);
        if (withdrawal instanceof Withdrawal.Unknown) {
            withdrawal = whereabouts.withdraw(jobId, deadline);
        }
        if (withdrawal instanceof Withdrawal.Awaited) {
            return Refusals.awaited().toResponse();
        } else if (withdrawal instanceof Withdrawal.NotAsked) {
            return Refusals.notSaid(whereabouts.diskReason()).toResponse();
        }
        Optional<ResponseEntity<Map<String, Object>>> fromDisk = fromDisk(withdrawal, deadline);
        if (fromDisk.isPresent()) {
            return fromDisk.get();
        }
        Change change = way.apply(jobId, deadline);
        if (change instanceof Change.Done done) {
            return ok(JobReport.ofChanged(jobId, state, done).withDependents(done.dependents()));
        } else if (withdrawal instanceof Withdrawal.SetAside && !change.decides() && !(change instanceof Change.Gone)) {
            return aside(jobId, deadline).toResponse();
        }
        return refusal(jobId, change).toResponse();
    }

    /**
     * What is said of a job that lay on the disk; empty if a node has it and a worker has had it there, so that it is like
     * any other. Somebody else may have placed it as well, if its client sent it there, too; and what was sent may have come.
     */
    private Optional<ResponseEntity<Map<String, Object>>> fromDisk(Withdrawal withdrawal, Deadline deadline) {
        if (withdrawal instanceof Withdrawal.Done done) {
            Change change = nodes.withdraw(done.job(), deadline);
            boolean stays = change.decides() && !(change instanceof Change.Done);
            return said(
                    done.job(),
                    change,
                    stays,
                    ok(JobReport.ofCanceled(done.job().id())));
        } else if (withdrawal instanceof Withdrawal.Begun begun) {
            Change change = nodes.withdraw(begun.job(), deadline);
            Map<String, Object> report =
                    JobReport.ofCanceling(begun.job().id(), null).members();
            return said(
                    begun.job(),
                    change,
                    change.isTooLate(),
                    ResponseEntity.accepted()
                            .contentType(MediaType.APPLICATION_JSON)
                            .body(report));
        }
        return Optional.empty();
    }

    private static Optional<ResponseEntity<Map<String, Object>>> said(
            Job job, Change change, boolean stays, ResponseEntity<Map<String, Object>> takenBack) {
        if (change instanceof Change.WrongState) {
            return Optional.empty();
        }
        return Optional.of(stays ? refusal(job.id(), change).toResponse() : takenBack);
    }

    private Problem aside(JobId id, Deadline deadline) {
        return whereabouts.of(id, deadline) instanceof Whereabouts.Place.OnDisk disk
                ? Refusals.setAside(disk.job().reason())
                : Refusals.unknown();
    }

    private static Problem refusal(JobId id, Change change) {
        if (change instanceof Change.WrongState wrong) {
            return Refusals.notTakenBack(wrong);
        } else if (change instanceof Change.Taken taken) {
            return Refusals.taken(taken.node());
        } else if (change instanceof Change.Moving moving) {
            return Refusals.moving(moving.node());
        } else if (change instanceof Change.Aside) {
            return Refusals.setAside("refused_at_home");
        } else if (change instanceof Change.Awaited awaited) {
            return Refusals.awaited(awaited);
        } else if (change instanceof Change.Gone) {
            return Refusals.gone();
        } else if (change instanceof Change.HalfDone half) {
            return Refusals.halfDone(half);
        } else if (change instanceof Change.NotAsked notAsked) {
            return Refusals.redisNotAsked(notAsked.reason());
        } else if (change instanceof Change.InDoubt doubt) {
            return Refusals.inDoubt(id, doubt);
        } else if (change instanceof Change.Refused refused) {
            return Refusals.refused(refused);
        }
        return Refusals.unknown();
    }

    private static ResponseEntity<Map<String, Object>> ok(JobReport report) {
        return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(report.members());
    }
}
