package dev.holdfast.link;

import dev.holdfast.guard.TestGuards;
import io.lettuce.core.resource.ClientResources;
import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.boot.ssl.SslBundles;

/** Links as the service has them, for tests without its context; they share Lettuce's threads. */
public final class TestLinks {

    private static final ClientResources RESOURCES = ClientResources.create();

    private TestLinks() {}

    public static Links links() {
        return links(new DefaultSslBundleRegistry());
    }

    public static Links links(SslBundles bundles) {
        return links(bundles, properties());
    }

    /** Links that bear it for so long that jobs stay unanswered while the node lives. */
    public static Links links(Duration silence) {
        return links(new DefaultSslBundleRegistry(), properties(Duration.ofSeconds(2), silence));
    }

    static Links links(SslBundles bundles, LinkProperties properties) {
        Certificates certificates = new Certificates(bundles, properties.handshakeLimit());
        Clients clients = new Clients(RESOURCES, properties, certificates);
        return new Links(clients, TestGuards.guard(), properties, System::nanoTime);
    }

    /** Links that hand their calls over like this. */
    static Links links(BiConsumer<OpenLink, List<Call>> sending) {
        Certificates certificates =
                new Certificates(new DefaultSslBundleRegistry(), properties().handshakeLimit());
        Clients clients = new Clients(RESOURCES, properties(), certificates);
        return new Links(clients, TestGuards.guard(), properties(), System::nanoTime, sending);
    }

    /** The service's own bounds, but patient with a busy machine while a link is opened, and when it has to prove itself. */
    static LinkProperties properties() {
        return properties(Duration.ofSeconds(2));
    }

    /** The same with this bound for every step of opening a link. */
    static LinkProperties properties(Duration opening) {
        return properties(opening, Duration.ofMillis(800));
    }

    private static LinkProperties properties(Duration opening, Duration silence) {
        return new LinkProperties(
                opening,
                opening,
                Duration.ofMillis(100),
                Duration.ofMillis(500),
                Duration.ofSeconds(2),
                silence,
                4096,
                64);
    }
}
