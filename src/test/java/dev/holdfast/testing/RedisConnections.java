package dev.holdfast.testing;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The connections of a test to one Redis server, each opened when it is first asked for. */
final class RedisConnections implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final RedisClient client;
    private @Nullable RedisCommands<String, String> text;
    private @Nullable RedisCommands<byte[], byte[]> bytes;

    RedisConnections(int port, List<String> settings) {
        RedisURI.Builder uri =
                RedisURI.builder().withHost("127.0.0.1").withPort(port).withTimeout(PATIENCE);
        settings.stream()
                .filter(line -> line.startsWith("requirepass "))
                .forEach(line -> uri.withPassword((CharSequence) line.substring("requirepass ".length())));
        this.client = RedisClient.create(uri.build());
    }

    RedisCommands<String, String> text() {
        if (text == null) {
            text = connect(StringCodec.UTF8);
        }
        return text;
    }

    RedisCommands<byte[], byte[]> bytes() {
        if (bytes == null) {
            bytes = connect(ByteArrayCodec.INSTANCE);
        }
        return bytes;
    }

    private <T> RedisCommands<T, T> connect(RedisCodec<T, T> codec) {
        return client.connect(codec).sync();
    }

    @Override
    public void close() {
        client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    }
}
