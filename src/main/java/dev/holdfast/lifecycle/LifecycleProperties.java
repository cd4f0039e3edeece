package dev.holdfast.lifecycle;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long reading or changing a job may take.
 *
 * @param deadline 1 s: whoever asks what became of a job can ask again
 * @param waiting 1000 requests that wait for a job to end: each is a connection and a kilobyte or two
 */
@ConfigurationProperties("holdfast.lifecycle")
record LifecycleProperties(
        @DefaultValue("1s") Duration deadline,
        @DefaultValue("1000") int waiting) {

    LifecycleProperties {
        if (deadline.isNegative() || deadline.isZero()) {
            throw new IllegalArgumentException(
                    "holdfast.lifecycle.deadline is " + deadline + ": use a time above zero, such as 1s");
        }
        if (waiting < 0) {
            throw new IllegalArgumentException("holdfast.lifecycle.waiting is " + waiting
                    + ": use 0, so that nobody may wait, or how many may wait at once, such as 1000");
        }
    }
}
