package dev.holdfast.lifecycle;

import dev.holdfast.job.Deadline;
import dev.holdfast.job.JobId;
import dev.holdfast.job.QueueName;
import dev.holdfast.job.Reason;
import dev.holdfast.problem.Problem;
import dev.holdfast.problem.ProblemType;
import dev.holdfast.redis.Lookup;
import dev.holdfast.redis.RedisNodes;
import dev.holdfast.rq.ResultReader;
import dev.holdfast.rq.RqSettings;
import dev.holdfast.rq.Serializer;
import dev.holdfast.rq.StoredJob;
import dev.holdfast.rq.StoredResult;
import java.time.Duration;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/** Finds out what became of a job, and words it. Safe for all threads. */
final class JobDesk {

    private final RedisNodes nodes;
    private final RqSettings settings;
    private final ResultReader results;
    private final Duration limit;
    private final LongSupplier nanoTime;

    JobDesk(RedisNodes nodes, RqSettings settings, ResultReader results, Duration limit, LongSupplier nanoTime) {
        this.nodes = nodes;
        this.settings = settings;
        this.results = results;
        this.limit = limit;
        this.nanoTime = nanoTime;
    }

    ResponseEntity<Map<String, Object>> whatBecameOf(String id) {
        String objection = JobId.objection(id);
        if (objection != null) {
            return Problem.of(ProblemType.INVALID_JOB_ID, "the id " + objection).toResponse();
        }
        JobId jobId = new JobId(id);
        Lookup lookup = nodes.find(jobId, Deadline.in(limit, nanoTime));
        if (lookup instanceof Lookup.Found found) {
            return ok(report(jobId, found));
        } else if (lookup instanceof Lookup.Remembered remembered) {
            return ok(JobReport.ofDeleted(jobId, remembered.node()));
        } else if (lookup instanceof Lookup.NotAsked notAsked) {
            return unavailable(notAsked.reason()).toResponse();
        }
        return Problem.of(ProblemType.JOB_NOT_FOUND, "no job with this id is known, or it has ended long ago")
                .toResponse();
    }

    private JobReport report(JobId id, Lookup.Found found) {
        StoredJob job = StoredJob.of(found.hash());
        Serializer serializer = serializerOf(job.origin());
        Lookup.Entry entry = found.newestResult();
        StoredResult result = entry == null
                ? results.ofHash(found.hash(), serializer)
                : results.ofStream(entry.id(), entry.fields(), serializer);
        return JobReport.of(id, found.node(), job, result);
    }

    /** Somebody else may have enqueued the job, on a queue whose name we would not take. */
    private Serializer serializerOf(@Nullable String origin) {
        if (origin == null || QueueName.objection(origin) != null) {
            return settings.serializerOf(settings.queue());
        }
        return settings.serializerOf(new QueueName(origin));
    }

    private static Problem unavailable(Reason reason) {
        return reason == Reason.OVERLOADED
                ? Problem.passing(ProblemType.OVERLOADED, "Too many jobs are being read.", Duration.ofSeconds(1))
                : Problem.passing(
                                ProblemType.REDIS_UNAVAILABLE,
                                "The Redis that may know the job cannot be asked now.",
                                Duration.ofSeconds(2))
                        .with("reason", reason.word());
    }

    private static ResponseEntity<Map<String, Object>> ok(JobReport report) {
        return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(report.members());
    }
}
