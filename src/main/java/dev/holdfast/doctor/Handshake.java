package dev.holdfast.doctor;

import java.time.Duration;
import java.util.Optional;

/**
 * What a TLS handshake showed.
 *
 * @param wanted whether the URL asks for TLS; else nothing was tried
 * @param validFor until the first of the certificates that were shown expires, negative if it has; empty if none was
 *     shown
 * @param objection why the handshake failed, without host names; empty if it succeeded
 */
record Handshake(boolean wanted, Optional<Duration> validFor, String objection) {}
