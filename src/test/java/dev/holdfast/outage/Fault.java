package dev.holdfast.outage;

import java.time.Duration;

/**
 * What a network does to the bytes that pass through it.
 *
 * @param kind which one
 * @param delay for {@code DELAY}: how late bytes arrive, in each direction
 * @param replyBytes for the two that cut replies: how much of them still passes on each connection
 */
record Fault(Kind kind, Duration delay, int replyBytes) {

    enum Kind {
        NONE,
        DELAY,
        /** Connections stay open and new ones are accepted, but nothing moves; what was on its way arrives afterwards. */
        BLACK_HOLE,
        /** Requests arrive; replies never do, and a connection that missed any is reset afterwards. */
        SWALLOWED_REPLIES,
        /** Requests never arrive; a connection that missed any is reset afterwards. */
        SWALLOWED_REQUESTS,
        /** A part of a reply arrives, then the connection is a black hole. */
        HALF_REPLIES_THEN_SILENCE,
        /** A part of a reply arrives, then the connection is reset. */
        HALF_REPLIES_THEN_RESET,
        /** All connections are reset, new ones as soon as they are accepted. */
        RESET
    }

    static Fault none() {
        return new Fault(Kind.NONE, Duration.ZERO, 0);
    }

    static Fault delay(Duration eachWay) {
        return new Fault(Kind.DELAY, eachWay, 0);
    }

    static Fault blackHole() {
        return new Fault(Kind.BLACK_HOLE, Duration.ZERO, 0);
    }

    static Fault swallowedReplies() {
        return new Fault(Kind.SWALLOWED_REPLIES, Duration.ZERO, 0);
    }

    static Fault swallowedRequests() {
        return new Fault(Kind.SWALLOWED_REQUESTS, Duration.ZERO, 0);
    }

    static Fault halfRepliesThenSilence(int bytes) {
        return new Fault(Kind.HALF_REPLIES_THEN_SILENCE, Duration.ZERO, bytes);
    }

    static Fault halfRepliesThenReset(int bytes) {
        return new Fault(Kind.HALF_REPLIES_THEN_RESET, Duration.ZERO, bytes);
    }

    static Fault reset() {
        return new Fault(Kind.RESET, Duration.ZERO, 0);
    }
}
