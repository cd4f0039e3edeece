package dev.holdfast.webhook;

import java.time.Duration;
import java.util.Optional;

/** An attempt after which it is not sure that the receiver has heard. */
final class NotDelivered extends RuntimeException {

    private static final long serialVersionUID = 1L;
    private static final int GONE = 410;

    private final String reason;
    private final int status;
    private final transient Optional<Duration> retryAfter;

    private NotDelivered(String reason, int status, Optional<Duration> retryAfter) {
        super(reason, null, false, false);
        this.reason = reason;
        this.status = status;
        this.retryAfter = retryAfter;
    }

    /** Nothing was answered, for this reason in a word. */
    static NotDelivered because(String reason) {
        return new NotDelivered(reason, 0, Optional.empty());
    }

    /** Something else than success was answered; the receiver may have said when to come back. */
    static NotDelivered answered(int status, Optional<Duration> retryAfter) {
        return new NotDelivered("status_" + status, status, retryAfter);
    }

    String reason() {
        return reason;
    }

    Optional<Duration> retryAfter() {
        return retryAfter;
    }

    /** Whether the receiver wants to hear nothing more. */
    boolean isFinal() {
        return status == GONE;
    }
}
