package dev.holdfast.lifecycle;

import dev.holdfast.job.Deadline;
import dev.holdfast.job.JobId;
import dev.holdfast.job.Node;
import dev.holdfast.problem.Problem;
import dev.holdfast.redis.Lookup;
import dev.holdfast.spool.Withdrawal;
import java.time.Duration;
import java.util.Map;
import java.util.function.LongSupplier;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/** Takes jobs back that no node has got yet. Safe for all threads. */
final class CancelDesk {

    private final Whereabouts whereabouts;
    private final Duration limit;
    private final LongSupplier nanoTime;

    CancelDesk(Whereabouts whereabouts, Duration limit, LongSupplier nanoTime) {
        this.whereabouts = whereabouts;
        this.limit = limit;
        this.nanoTime = nanoTime;
    }

    ResponseEntity<Map<String, Object>> cancel(String id) {
        String objection = JobId.objection(id);
        if (objection != null) {
            return Refusals.noId(objection).toResponse();
        }
        JobId jobId = new JobId(id);
        Deadline deadline = Deadline.in(limit, nanoTime);
        Withdrawal withdrawal = whereabouts.withdraw(jobId, deadline);
        return switch (withdrawal) {
            case DONE ->
                ResponseEntity.ok()
                        .contentType(MediaType.APPLICATION_JSON)
                        .body(JobReport.ofCanceled(jobId).members());
            case NOT_ASKED -> Refusals.notSaid(whereabouts.diskReason()).toResponse();
            case SENT, UNKNOWN -> refusal(whereabouts.of(jobId, deadline)).toResponse();
        };
    }

    private static Problem refusal(Whereabouts.Place place) {
        Node node = Whereabouts.node(place).orElse(null);
        if (node != null) {
            return Refusals.sent(node);
        } else if (place instanceof Whereabouts.Place.OnDisk disk) {
            return Refusals.setAside(disk.job().reason());
        } else if (place instanceof Whereabouts.Place.DiskNotAsked disk) {
            return Refusals.diskNotAsked(disk.reason());
        } else if (place instanceof Whereabouts.Place.InRedis redis
                && redis.lookup() instanceof Lookup.NotAsked notAsked) {
            return Refusals.redisNotAsked(notAsked.reason());
        }
        return Refusals.unknown();
    }
}
