package dev.holdfast.testing;

import dev.holdfast.job.Fingerprint;
import dev.holdfast.job.Job;
import dev.holdfast.job.JobId;
import dev.holdfast.job.QueueName;
import dev.holdfast.job.Start;
import dev.holdfast.job.Terms;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Small jobs for tests. */
public final class Jobs {

    public static final QueueName QUEUE = new QueueName("tests");

    private Jobs() {}

    /** A job with this id; the id is all that it says. */
    public static Job job(String id) {
        return job(id, id);
    }

    /** A job with this id that says this; jobs that say the same have the same fingerprint. */
    public static Job job(String id, String says) {
        Fingerprint fingerprint = new Fingerprint(String.format(Locale.ROOT, "%032x", says.hashCode() & 0xFFFF_FFFFL));
        return job(id, fingerprint, false);
    }

    public static Job jobAtFront(String id) {
        return job(id, job(id).fingerprint(), true);
    }

    /** A job that is due at a moment. */
    public static Job jobAt(String id, Instant due) {
        return job(id).on(Terms.PLAIN.with(new Start.At(due)));
    }

    /** A job that waits for others. */
    public static Job jobAfter(String id, String... parents) {
        return jobAfter(id, false, parents);
    }

    /** A job that waits for others, which may fail. */
    public static Job jobAfterAnyEndOf(String id, String... parents) {
        return jobAfter(id, true, parents);
    }

    private static Job jobAfter(String id, boolean allowFailure, String... parents) {
        List<JobId> ids = Stream.of(parents).map(JobId::new).toList();
        Job job = with(job(id), "dependency_ids", "[\"" + String.join("\", \"", parents) + "\"]");
        return (allowFailure ? with(job, "allow_dependency_failures", "1") : job)
                .on(Terms.PLAIN.with(new Start.After(ids, allowFailure, false)));
    }

    /** The same job with another field in its hash. */
    public static Job with(Job job, String field, String value) {
        List<byte[]> hash = new ArrayList<>(job.hash());
        hash.add(utf8(field));
        hash.add(utf8(value));
        return new Job(job.id(), job.queue(), job.fingerprint(), job.remembered(), job.ttl(), job.terms(), hash);
    }

    /** The same job with a limit on its time of waiting. */
    public static Job withTtl(Job job, Duration ttl) {
        return new Job(job.id(), job.queue(), job.fingerprint(), job.remembered(), ttl, job.terms(), job.hash());
    }

    private static Job job(String id, Fingerprint fingerprint, boolean atFront) {
        return new Job(
                new JobId(id),
                QUEUE,
                fingerprint,
                Duration.ofMinutes(15),
                null,
                new Terms(new Start.Now(), atFront, null, null),
                List.of(
                        utf8("status"),
                        utf8("queued"),
                        utf8("origin"),
                        utf8(QUEUE.value()),
                        utf8("created_at"),
                        utf8("2026-11-21T20:41:03.631820Z"),
                        utf8("enqueued_at"),
                        utf8("2026-11-21T20:41:03.631820Z")));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
