package dev.holdfast.link;

import dev.holdfast.job.Reason;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandTimeoutException;
import java.net.ConnectException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A node cannot be trusted with jobs: it did not answer, or what it answered forbids it. */
final class LinkRefused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Reason reason;
    /** What a replica has copied; null if the node is not known to be one. */
    private final @Nullable String replicaOf;

    LinkRefused(Reason reason, String message) {
        this(reason, message, null);
    }

    private LinkRefused(Reason reason, String message, @Nullable String replicaOf) {
        super(message);
        this.reason = reason;
        this.replicaOf = replicaOf;
    }

    private LinkRefused(Reason reason, Throwable cause) {
        super(cause);
        this.reason = reason;
        // No master ever answers so.
        this.replicaOf = reason == Reason.READONLY ? "" : null;
    }

    /** @param dataset the value of {@code holdfast:node} that it has copied; empty if none */
    static LinkRefused replica(String dataset) {
        return new LinkRefused(Reason.READONLY, "the node is a replica", dataset);
    }

    /** Reads the reason out of a driver's failure, whose causes tell more than its class. */
    static LinkRefused because(Throwable failure) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof RedisCommandExecutionException error) {
                return new LinkRefused(ServerErrors.reasonOf(String.valueOf(error.getMessage())), failure);
            }
            if (String.valueOf(cause.getMessage()).startsWith("DENIED ")) {
                // Protected mode, which Lettuce does not report as an answer of Redis.
                return new LinkRefused(Reason.NOAUTH, failure);
            }
            if (cause instanceof ConnectException
                    && !String.valueOf(cause.getMessage()).contains("timed out")) {
                return new LinkRefused(Reason.CONNECTION_REFUSED, failure);
            }
            if (cause instanceof TimeoutException || cause instanceof RedisCommandTimeoutException) {
                return new LinkRefused(Reason.NO_REPLY, failure);
            }
        }
        return new LinkRefused(Reason.UNREACHABLE, failure);
    }

    Reason reason() {
        return reason;
    }

    /** The dataset that the node has copied, empty if unknown; null if it is not known to be a replica. */
    @Nullable
    String replicaOf() {
        return replicaOf;
    }

    /** What happened, in the words of whoever knows it first hand. */
    String detail() {
        Throwable cause = this;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }
}
