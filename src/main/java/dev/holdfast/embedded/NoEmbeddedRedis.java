package dev.holdfast.embedded;

import org.jspecify.annotations.Nullable;

/** No embedded Redis can run here; the message is one line that says why and what to set. */
final class NoEmbeddedRedis extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    NoEmbeddedRedis(String reason) {
        this(reason, null);
    }

    NoEmbeddedRedis(String reason, @Nullable Throwable cause) {
        super(
                "Cannot start an embedded Redis (" + reason
                        + "): set HOLDFAST_REDIS_PRIMARY_URL to a Redis of your own",
                cause);
    }

    /** Keeps the thread's interrupt for whoever asked it to end. */
    static NoEmbeddedRedis interrupted(InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new NoEmbeddedRedis("interrupted", cause);
    }
}
