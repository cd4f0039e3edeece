package dev.holdfast.backup;

import org.springframework.context.Lifecycle;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;

/** A connection to any Redis, for as long as one copy takes. */
final class OpenRedis implements AutoCloseable {

    private final RedisConnectionFactory connections;
    private final RedisConnection redis;

    OpenRedis(RedisConnectionFactory connections) {
        this.connections = connections;
        this.redis = connections.getConnection();
    }

    RedisConnection commands() {
        return redis;
    }

    @Override
    public void close() {
        redis.close();
        if (connections instanceof Lifecycle factory) {
            factory.stop();
        }
    }
}
