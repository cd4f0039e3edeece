package dev.holdfast.lifecycle;

import dev.holdfast.job.Deadline;
import dev.holdfast.job.JobId;
import dev.holdfast.job.QueueName;
import dev.holdfast.problem.Problem;
import dev.holdfast.redis.Lookup;
import dev.holdfast.rq.ResultReader;
import dev.holdfast.rq.RqSettings;
import dev.holdfast.rq.Serializer;
import dev.holdfast.rq.StoredJob;
import dev.holdfast.rq.StoredResult;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/** Finds out what became of a job, and words it. Safe for all threads. */
final class JobDesk {

    private final Whereabouts whereabouts;
    private final RqSettings settings;
    private final ResultReader results;
    private final Duration limit;
    private final LongSupplier nanoTime;

    JobDesk(Whereabouts whereabouts, RqSettings settings, ResultReader results, Duration limit, LongSupplier nanoTime) {
        this.whereabouts = whereabouts;
        this.settings = settings;
        this.results = results;
        this.limit = limit;
        this.nanoTime = nanoTime;
    }

    JobAnswer whatBecameOf(String id) {
        String objection = JobId.objection(id);
        if (objection != null) {
            return new JobAnswer(Refusals.noId(objection).toResponse(), true);
        }
        JobId jobId = new JobId(id);
        Whereabouts.Place place = whereabouts.of(jobId, Deadline.in(limit, nanoTime));
        if (place instanceof Whereabouts.Place.OnDisk disk) {
            return told(JobReport.ofSpooled(disk.job()));
        } else if (place instanceof Whereabouts.Place.InRedis redis) {
            return whatRedisKnows(jobId, redis.lookup());
        }
        return notKnown(Refusals.diskNotAsked(((Whereabouts.Place.DiskNotAsked) place).reason()));
    }

    private JobAnswer whatRedisKnows(JobId id, Lookup lookup) {
        if (lookup instanceof Lookup.Found found) {
            return told(report(id, found));
        } else if (lookup instanceof Lookup.Remembered remembered) {
            return told(JobReport.ofDeleted(id, remembered.node()));
        } else if (lookup instanceof Lookup.NotAsked notAsked) {
            return notKnown(Refusals.redisNotAsked(notAsked.reason()));
        }
        return new JobAnswer(Refusals.unknown().toResponse(), true);
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

    private static JobAnswer told(JobReport report) {
        return new JobAnswer(
                ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(report.members()), report.hasEnded());
    }

    private static JobAnswer notKnown(Problem problem) {
        return new JobAnswer(problem.toResponse(), false);
    }
}
