package dev.holdfast.link;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The bounds of a link. The addresses are not here: the root knows whether they are configured or embedded.
 *
 * @param connectLimit how long a TCP connection may take. 250 ms: within a data centre it takes one
 * @param commandLimit how long a check may take while a link is opened. 250 ms: a hung Redis is refused before it is
 *     trusted
 * @param stake how long a sent job may stay unanswered before the node must prove that it lives. 100 ms: a tenth of
 *     what a caller notices
 * @param proofLimit how long a proof may take. 150 ms; with two misses a hang is noticed within 500 ms
 * @param proofEvery how often an idle node proves itself. 2 s: a metered Redis must not be billed for millions of pings
 * @param silence how long sent jobs may all stay unanswered though the node proves that it lives, before it is connected
 *     anew. 800 ms: two attempts, so that no slow answer is taken for a dead connection
 * @param capacity how many jobs may wait to be sent to one node. 4096: more than can be at work, so that only a stalled
 *     node fills it
 * @param batch how many jobs are sent in one flush at most. 64: more gains nothing
 */
@ConfigurationProperties("holdfast.link")
record LinkProperties(
        @DefaultValue("250ms") Duration connectLimit,
        @DefaultValue("250ms") Duration commandLimit,
        @DefaultValue("100ms") Duration stake,
        @DefaultValue("150ms") Duration proofLimit,
        @DefaultValue("2s") Duration proofEvery,
        @DefaultValue("800ms") Duration silence,
        @DefaultValue("4096") int capacity,
        @DefaultValue("64") int batch) {

    LinkProperties {
        if (capacity < 1 || batch < 1) {
            throw new IllegalArgumentException("holdfast.link.capacity is " + capacity + " and holdfast.link.batch is "
                    + batch + ": both must be at least 1");
        }
    }

    /** How long a TLS handshake may take. As long as a connection and an answer, since it is both. */
    Duration handshakeLimit() {
        return connectLimit.plus(commandLimit);
    }

    /** How long a new connection may take until it is encrypted, if it has to be, and has logged in. */
    Duration loginLimit(boolean tls) {
        return tls ? handshakeLimit().plus(commandLimit) : commandLimit;
    }

    /** How long it may take until a connection can be used. */
    Duration openLimit(boolean tls) {
        return connectLimit.plus(loginLimit(tls));
    }
}
