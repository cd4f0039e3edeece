package dev.holdfast.link;

import dev.holdfast.guard.TestGuards;
import io.lettuce.core.resource.ClientResources;
import java.time.Duration;

/** Links as the service has them, for tests without its context; they share Lettuce's threads. */
public final class TestLinks {

    private static final ClientResources RESOURCES = ClientResources.create();

    private TestLinks() {}

    public static Links links() {
        return new Links(RESOURCES, TestGuards.guard(), properties(), System::nanoTime);
    }

    /** The service's own bounds, but patient with a busy machine while a link is opened. */
    static LinkProperties properties() {
        return new LinkProperties(
                Duration.ofSeconds(2),
                Duration.ofSeconds(2),
                Duration.ofMillis(100),
                Duration.ofMillis(150),
                Duration.ofSeconds(2),
                4096,
                64);
    }
}
