package dev.holdfast.rq;

import dev.holdfast.job.Fingerprint;
import dev.holdfast.job.Job;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes a call as the hash that RQ's {@code Queue.enqueue_call} would leave in Redis; safe for all threads.
 *
 * <p>The fields are those of RQ 2.x ({@code Job.to_dict} in {@code job.py}); older workers ignore what they do not
 * know. What each may contain is decided here, since a worker does not survive a wrong one.
 */
public final class JobEncoder implements AutoCloseable {

    private static final byte[] NOTHING = {};
    private static final byte[] QUEUED = ascii("queued");
    private static final byte[] CREATED_AT = ascii(RqFields.CREATED_AT);
    private static final byte[] DATA = ascii(RqFields.DATA);
    private static final byte[] ORIGIN = ascii(RqFields.ORIGIN);
    private static final byte[] DESCRIPTION = ascii(RqFields.DESCRIPTION);
    private static final byte[] ENQUEUED_AT = ascii(RqFields.ENQUEUED_AT);
    private static final byte[] TIMEOUT = ascii(RqFields.TIMEOUT);
    private static final byte[] RESULT_TTL = ascii(RqFields.RESULT_TTL);
    private static final byte[] FAILURE_TTL = ascii(RqFields.FAILURE_TTL);
    private static final byte[] STATUS = ascii(RqFields.STATUS);
    private static final byte[] META = ascii(RqFields.META);
    private static final byte[] TTL = ascii(RqFields.TTL);
    private static final byte[] RETRIES_LEFT = ascii(RqFields.RETRIES_LEFT);
    private static final byte[] RETRY_INTERVALS = ascii(RqFields.RETRY_INTERVALS);
    private static final byte[] FINGERPRINT = ascii(RqKeys.FINGERPRINT_FIELD);

    /** RQ writes them empty, and empties them so when it requeues a job. */
    private static final List<byte[]> EMPTY_FIELDS = List.of(
            ascii(RqFields.SUCCESS_CALLBACK), NOTHING,
            ascii(RqFields.FAILURE_CALLBACK), NOTHING,
            ascii(RqFields.STOPPED_CALLBACK), NOTHING,
            ascii(RqFields.STARTED_AT), NOTHING,
            ascii(RqFields.ENDED_AT), NOTHING,
            ascii(RqFields.LAST_HEARTBEAT), NOTHING,
            ascii(RqFields.WORKER_NAME), NOTHING,
            ascii(RqFields.GROUP_ID), NOTHING);

    private static final int MOST_PARTS = 46;

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
        return new Job(
                call.jobId(),
                call.queue(),
                fingerprint,
                remembered,
                ttl == null ? null : Duration.ofSeconds(ttl),
                call.terms(),
                hash(call, fingerprint, RqTime.format(at)));
    }

    private List<byte[]> hash(EnqueueCall call, Fingerprint fingerprint, byte[] now) {
        Serializer serializer = settings.serializerOf(call.queue());
        Integer timeout = call.timeout();
        List<byte[]> hash = new ArrayList<>(MOST_PARTS);
        put(hash, CREATED_AT, now);
        put(hash, DATA, zlib.deflate(serializer.write(payload(call))));
        hash.addAll(EMPTY_FIELDS);
        put(hash, ORIGIN, ascii(call.queue().value()));
        put(hash, DESCRIPTION, description(call).getBytes(StandardCharsets.UTF_8));
        put(hash, ENQUEUED_AT, now);
        putNumber(hash, TIMEOUT, timeout == null ? settings.timeoutOf(call.queue()) : timeout);
        putNumber(hash, RESULT_TTL, call.resultTtl());
        putNumber(hash, FAILURE_TTL, call.failureTtl());
        put(hash, STATUS, QUEUED);
        if (!call.meta().isEmpty()) {
            put(hash, META, serializer.write(call.meta()));
        }
        putNumber(hash, TTL, call.ttl());
        Retry retry = call.retry();
        if (retry != null) {
            putNumber(hash, RETRIES_LEFT, retry.max());
            put(hash, RETRY_INTERVALS, Serializer.JSON.write(retry.intervals()));
        }
        put(hash, FINGERPRINT, ascii(fingerprint.value()));
        return hash;
    }

    /** Function, instance, args, kwargs: the tuple that RQ's {@code Job._serialize_data} makes. */
    private static @Nullable Object[] payload(EnqueueCall call) {
        return new @Nullable Object[] {call.task().value(), null, call.args().toArray(), call.kwargs()};
    }

    private static String description(EnqueueCall call) {
        String description = call.description();
        return description == null || description.isEmpty()
                ? PythonRepr.call(call.task().value(), call.args(), call.kwargs())
                : description;
    }

    private static void put(List<byte[]> hash, byte[] name, byte[] value) {
        hash.add(name);
        hash.add(value);
    }

    private static void putNumber(List<byte[]> hash, byte[] name, @Nullable Integer value) {
        if (value != null) {
            put(hash, name, ascii(value.toString()));
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Gives back the memory of the deflaters. */
    @Override
    public void close() {
        zlib.close();
    }
}
