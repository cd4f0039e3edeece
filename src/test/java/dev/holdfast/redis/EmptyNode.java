package dev.holdfast.redis;

import static java.util.Objects.requireNonNull;

import dev.holdfast.testing.RedisServer;
import io.lettuce.core.api.sync.RedisCommands;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A Redis that is empty before each test of a class, and one link to it for all of them: a {@code @RegisterExtension
 * static} field. Fields of the class may begin with what it gives.
 */
final class EmptyNode<L extends AutoCloseable> implements BeforeAllCallback, BeforeEachCallback, AfterAllCallback {

    private final RedisServer server = new RedisServer();
    private final Function<RedisServer, L> connect;
    private @Nullable L link;

    EmptyNode(Function<RedisServer, L> connect) {
        this.connect = connect;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        link = connect.apply(server.start());
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        server.flushAll();
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        try (server) {
            if (link != null) {
                link.close();
            }
        }
    }

    L link() {
        return requireNonNull(link, "not connected yet");
    }

    RedisCommands<String, String> redis() {
        return server.commands();
    }
}
