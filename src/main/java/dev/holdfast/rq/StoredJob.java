package dev.holdfast.rq;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a job's hash tells, whoever wrote it: a field that is missing, empty or unreadable is null.
 *
 * @param status RQ's word as it stands there, known or not
 * @param origin the name of its queue
 * @param workerName the worker that runs it or ran it last
 * @param timeout seconds, as all that follow; -1 for ever
 */
public record StoredJob(
        @Nullable String status,
        @Nullable String origin,
        @Nullable String description,
        @Nullable Instant createdAt,
        @Nullable Instant enqueuedAt,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        @Nullable String workerName,
        @Nullable Long timeout,
        @Nullable Long ttl,
        @Nullable Long resultTtl,
        @Nullable Long failureTtl,
        @Nullable Long retriesLeft) {

    /** Reads the fields of {@code rq:job:<id>}. */
    public static StoredJob of(Map<String, byte[]> hash) {
        return new StoredJob(
                text(hash, RqFields.STATUS),
                text(hash, RqFields.ORIGIN),
                text(hash, RqFields.DESCRIPTION),
                time(hash, RqFields.CREATED_AT),
                time(hash, RqFields.ENQUEUED_AT),
                time(hash, RqFields.STARTED_AT),
                time(hash, RqFields.ENDED_AT),
                text(hash, RqFields.WORKER_NAME),
                number(hash, RqFields.TIMEOUT),
                number(hash, RqFields.TTL),
                number(hash, RqFields.RESULT_TTL),
                number(hash, RqFields.FAILURE_TTL),
                number(hash, RqFields.RETRIES_LEFT));
    }

    private static @Nullable String text(Map<String, byte[]> hash, String field) {
        byte[] value = hash.get(field);
        return value == null || value.length == 0 ? null : new String(value, StandardCharsets.UTF_8);
    }

    private static @Nullable Instant time(Map<String, byte[]> hash, String field) {
        String text = text(hash, field);
        return text == null ? null : RqTime.parse(text);
    }

    private static @Nullable Long number(Map<String, byte[]> hash, String field) {
        String text = text(hash, field);
        try {
            return text == null ? null : Long.valueOf(text);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** Leaves out the description, which shows what the job carries. */
    @Override
    public String toString() {
        return "StoredJob{" + status + " on " + origin + "}";
    }
}
