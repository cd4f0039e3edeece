package dev.holdfast.doctor;

import dev.holdfast.job.Reason;
import java.time.Duration;
import java.util.Optional;

/**
 * Something that was tried, and what came of it.
 *
 * @param obstacle empty if it succeeded
 * @param text more about either, without host names; empty if there is no more
 */
record Contact(Optional<Reason> obstacle, Duration took, String text) {

    static Contact made(Duration took, String text) {
        return new Contact(Optional.empty(), took, text);
    }

    static Contact failed(Reason obstacle, Duration took, String text) {
        return new Contact(Optional.of(obstacle), took, text);
    }
}
