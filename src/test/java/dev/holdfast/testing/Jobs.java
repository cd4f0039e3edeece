package dev.holdfast.testing;

import dev.holdfast.job.Fingerprint;
import dev.holdfast.job.Job;
import dev.holdfast.job.JobId;
import dev.holdfast.job.QueueName;
import dev.holdfast.job.Start;
import dev.holdfast.job.Terms;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

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

    private static Job job(String id, Fingerprint fingerprint, boolean atFront) {
        return new Job(
                new JobId(id),
                QUEUE,
                fingerprint,
                Duration.ofMinutes(15),
                null,
                new Terms(new Start.Now(), atFront, null, null),
                List.of(utf8("status"), utf8("queued"), utf8("origin"), utf8(QUEUE.value())));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
