package dev.holdfast.lifecycle;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long reading or changing a job may take.
 *
 * @param deadline 1 s: whoever asks what became of a job can ask again
 */
@ConfigurationProperties("holdfast.lifecycle")
record LifecycleProperties(@DefaultValue("1s") Duration deadline) {

    LifecycleProperties {
        if (deadline.isNegative() || deadline.isZero()) {
            throw new IllegalArgumentException(
                    "holdfast.lifecycle.deadline is " + deadline + ": use a time above zero, such as 1s");
        }
    }
}
