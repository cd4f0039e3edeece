package dev.holdfast.problem;

import java.io.EOFException;
import java.net.SocketTimeoutException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/** The problem for a bare HTTP status, where nothing more is known than the status. */
final class StatusProblems {

    private StatusProblems() {}

    static Problem of(@Nullable HttpStatus status) {
        if (status == null) {
            return internalError();
        }
        return switch (status) {
            case NOT_FOUND -> Problem.of(ProblemType.NOT_FOUND, "there is nothing at this address");
            case METHOD_NOT_ALLOWED ->
                Problem.of(ProblemType.METHOD_NOT_ALLOWED, "use one of the methods in the header Allow");
            case NOT_ACCEPTABLE -> Problem.of(ProblemType.NOT_ACCEPTABLE, "answers are application/json");
            case UNSUPPORTED_MEDIA_TYPE ->
                Problem.of(ProblemType.UNSUPPORTED_MEDIA_TYPE, "send the body with Content-Type: application/json");
            case PAYLOAD_TOO_LARGE -> Problem.of(ProblemType.PAYLOAD_TOO_LARGE, "the body is larger than is allowed");
            default ->
                status.is4xxClientError()
                        ? Problem.of(ProblemType.BAD_REQUEST, "the request cannot be understood")
                        : internalError();
        };
    }

    /** The problem for a body whose reading failed so; null if nothing is known of it. */
    static @Nullable Problem ofFailedRead(@Nullable Object fault) {
        if (fault instanceof SocketTimeoutException) {
            return Problem.of(ProblemType.REQUEST_TIMEOUT, "the body did not arrive in time; nothing was written");
        }
        return fault instanceof EOFException
                ? Problem.of(ProblemType.BAD_REQUEST, "the body broke off before its end; nothing was written")
                : null;
    }

    private static Problem internalError() {
        return Problem.of(
                ProblemType.INTERNAL_ERROR, "the service's log has the cause; nothing is known about the request");
    }
}
