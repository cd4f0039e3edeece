package dev.holdfast.rq;

import dev.holdfast.job.Fingerprint;
import dev.holdfast.job.Job;
import java.time.Duration;
import java.time.Instant;

/**
 * Writes a call as the hash that RQ's {@code Queue.enqueue_call} would leave in Redis; safe for all threads.
 *
 * <p>The fields are those of RQ 2.x ({@code Job.to_dict} in {@code job.py}); older workers ignore what they do not
 * know. What each may contain is decided in this room, since a worker does not survive a wrong one.
 */
public final class JobEncoder implements AutoCloseable {

    private final RqSettings settings;
    private final Zlib zlib;

    public JobEncoder(RqSettings settings) {
        this.settings = settings;
        this.zlib = new Zlib(Runtime.getRuntime().availableProcessors());
    }

    /**
     * The job that this call asks for.
     *
     * @param remembered how long a node remembers that it accepted the job
     * @param at when it was submitted
     */
    public Job encode(EnqueueCall call, Fingerprint fingerprint, Duration remembered, Instant at) {
        Integer ttl = call.ttl();
        Integer timeout = call.timeout();
        Serializer serializer = settings.serializerOf(call.queue());
        int limit = timeout == null ? settings.timeoutOf(call.queue()) : timeout;
        return new Job(
                call.jobId(),
                call.queue(),
                fingerprint,
                remembered,
                ttl == null ? null : Duration.ofSeconds(ttl),
                call.terms(),
                new JobHash(call, serializer, zlib).write(limit, fingerprint, RqTime.format(at)));
    }

    /** Gives back the memory of the deflaters. */
    @Override
    public void close() {
        zlib.close();
    }
}
