package dev.holdfast.rq;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How one run of a job ended.
 *
 * @param readable whether the return value could be read as plain data; true when there is none
 * @param returnValue what the function returned, as a plain tree; null also when it returned nothing or is not readable
 * @param error Python's traceback, at most its first 64 KiB; null when there is none or it is not readable
 * @param workerName who ran it; RQ says so from 2.5 on
 */
public record StoredResult(
        Type type,
        boolean readable,
        @Nullable Object returnValue,
        @Nullable String error,
        @Nullable String workerName,
        @Nullable Instant createdAt) {

    /** How it ended: {@code Result.Type} in RQ's {@code results.py}. */
    public enum Type {
        SUCCESSFUL,
        FAILED,
        STOPPED,
        RETRIED,
        MAX_RETRIES_EXCEEDED,
        /** A word of some RQ that this service does not know. */
        UNKNOWN;

        static Type numbered(byte @Nullable [] number) {
            return switch (number == null ? "" : new String(number, StandardCharsets.UTF_8)) {
                case "1" -> SUCCESSFUL;
                case "2" -> FAILED;
                case "3" -> STOPPED;
                case "4" -> RETRIED;
                case "5" -> MAX_RETRIES_EXCEEDED;
                default -> UNKNOWN;
            };
        }
    }

    /** Leaves out what the job returned or said. */
    @Override
    public String toString() {
        return "StoredResult{" + type + "}";
    }
}
