package dev.holdfast.rq;

import dev.holdfast.job.Fingerprint;
import dev.holdfast.job.GroupName;
import dev.holdfast.job.JobId;
import dev.holdfast.job.Start;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one call as of a job that is queued. Where it has to wait first, the node writes another status and no
 * {@code enqueued_at}. For one call only.
 */
final class JobHash {

    private static final byte[] NOTHING = {};
    private static final byte[] ONE = ascii("1");
    private static final byte[] QUEUED = ascii("queued");
    private static final byte[] CREATED_AT = ascii(RqFields.CREATED_AT);
    private static final byte[] DATA = ascii(RqFields.DATA);
    private static final byte[] SUCCESS_CALLBACK = ascii(RqFields.SUCCESS_CALLBACK);
    private static final byte[] SUCCESS_TIMEOUT = ascii(RqFields.SUCCESS_TIMEOUT);
    private static final byte[] FAILURE_CALLBACK = ascii(RqFields.FAILURE_CALLBACK);
    private static final byte[] FAILURE_TIMEOUT = ascii(RqFields.FAILURE_TIMEOUT);
    private static final byte[] STOPPED_CALLBACK = ascii(RqFields.STOPPED_CALLBACK);
    private static final byte[] STOPPED_TIMEOUT = ascii(RqFields.STOPPED_TIMEOUT);
    private static final byte[] GROUP_ID = ascii(RqFields.GROUP_ID);
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
    private static final byte[] RETRY_AT_FRONT = ascii(RqFields.RETRY_AT_FRONT);
    private static final byte[] REPEATS_LEFT = ascii(RqFields.REPEATS_LEFT);
    private static final byte[] REPEAT_INTERVALS = ascii(RqFields.REPEAT_INTERVALS);
    private static final byte[] DEPENDENCY_ID = ascii(RqFields.DEPENDENCY_ID);
    private static final byte[] DEPENDENCY_IDS = ascii(RqFields.DEPENDENCY_IDS);
    private static final byte[] ALLOW_FAILURES = ascii(RqFields.ALLOW_FAILURES);
    private static final byte[] AT_FRONT = ascii(RqFields.AT_FRONT);
    private static final byte[] WEBHOOKS = ascii(RqFields.WEBHOOKS);
    private static final byte[] FINGERPRINT = ascii(RqKeys.FINGERPRINT_FIELD);
    private static final byte[] PROOF = ascii(RqKeys.PROOF_FIELD);

    /** RQ writes them empty, and empties them so when it requeues a job. */
    private static final List<byte[]> NOT_STARTED = List.of(
            ascii(RqFields.STARTED_AT), NOTHING,
            ascii(RqFields.ENDED_AT), NOTHING,
            ascii(RqFields.LAST_HEARTBEAT), NOTHING,
            ascii(RqFields.WORKER_NAME), NOTHING);

    /** RQ's {@code CALLBACK_TIMEOUT}. */
    private static final int CALLBACK_TIMEOUT = 60;

    /** All that most jobs have; a longer list grows. */
    private static final int PARTS = 46;

    private final EnqueueCall call;
    private final Serializer serializer;
    private final Zlib zlib;
    private final List<byte[]> hash = new ArrayList<>(PARTS);

    JobHash(EnqueueCall call, Serializer serializer, Zlib zlib) {
        this.call = call;
        this.serializer = serializer;
        this.zlib = zlib;
    }

    /** Field names and values, alternating. */
    List<byte[]> write(int timeout, Fingerprint fingerprint, byte[] now) {
        put(CREATED_AT, now);
        put(DATA, zlib.deflate(serializer.write(payload())));
        putCallbacks();
        hash.addAll(NOT_STARTED);
        GroupName group = call.terms().group();
        put(GROUP_ID, group == null ? NOTHING : ascii(group.value()));
        put(ORIGIN, ascii(call.queue().value()));
        put(DESCRIPTION, utf8(description()));
        put(ENQUEUED_AT, now);
        putNumber(TIMEOUT, timeout);
        putNumber(RESULT_TTL, call.resultTtl());
        putNumber(FAILURE_TTL, call.failureTtl());
        put(STATUS, QUEUED);
        if (!call.meta().isEmpty()) {
            put(META, serializer.write(call.meta()));
        }
        putNumber(TTL, call.ttl());
        putRetry();
        putRepeat();
        putStart();
        if (!call.webhooks().isEmpty()) {
            put(WEBHOOKS, json(call.webhooks().stream().map(Webhook::toMap).toList()));
        }
        put(FINGERPRINT, ascii(fingerprint.value()));
        JobId proof = call.terms().proof();
        if (proof != null) {
            put(PROOF, ascii(proof.value()));
        }
        return hash;
    }

    private void putCallbacks() {
        Callbacks callbacks = call.callbacks();
        putCallback(SUCCESS_CALLBACK, SUCCESS_TIMEOUT, callbacks.onSuccess());
        putCallback(FAILURE_CALLBACK, FAILURE_TIMEOUT, callbacks.onFailure());
        putCallback(STOPPED_CALLBACK, STOPPED_TIMEOUT, callbacks.onStopped());
    }

    /** The name is always there; a timeout that is there and empty ends the worker. */
    private void putCallback(byte[] name, byte[] timeout, @Nullable Callback callback) {
        if (callback == null) {
            put(name, NOTHING);
            return;
        }
        put(name, utf8(callback.function().value()));
        putNumber(timeout, callback.timeout() == null ? Integer.valueOf(CALLBACK_TIMEOUT) : callback.timeout());
    }

    private void putRetry() {
        Retry retry = call.retry();
        if (retry != null) {
            putNumber(RETRIES_LEFT, retry.max());
            put(RETRY_INTERVALS, json(retry.intervals()));
            putFlag(RETRY_AT_FRONT, retry.atFront());
        }
    }

    private void putRepeat() {
        Repeat repeat = call.repeat();
        if (repeat != null) {
            putNumber(REPEATS_LEFT, repeat.times());
            put(REPEAT_INTERVALS, json(repeat.intervals()));
        }
    }

    private void putStart() {
        Start start = call.terms().start();
        if (start instanceof Start.After after) {
            List<String> parents = after.parents().stream().map(JobId::value).toList();
            put(DEPENDENCY_ID, ascii(parents.get(0)));
            put(DEPENDENCY_IDS, json(parents));
            putFlag(ALLOW_FAILURES, after.allowFailure());
        }
        putFlag(AT_FRONT, call.terms().atFront() && !(start instanceof Start.Now));
    }

    /** Function, instance, args, kwargs: the tuple that RQ's {@code Job._serialize_data} makes. */
    private @Nullable Object[] payload() {
        return new @Nullable Object[] {call.task().value(), null, call.args().toArray(), call.kwargs()};
    }

    private String description() {
        String description = call.description();
        return description == null || description.isEmpty()
                ? PythonRepr.call(call.task().value(), call.args(), call.kwargs())
                : description;
    }

    private void put(byte[] name, byte[] value) {
        hash.add(name);
        hash.add(value);
    }

    private void putNumber(byte[] name, @Nullable Integer value) {
        if (value != null) {
            put(name, ascii(value.toString()));
        }
    }

    private void putFlag(byte[] name, boolean flag) {
        if (flag) {
            put(name, ONE);
        }
    }

    /** RQ keeps these fields as JSON whatever the queue's serializer is. */
    private static byte[] json(List<?> list) {
        return Serializer.JSON.write(list);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
