package dev.holdfast.redis;

import dev.holdfast.guard.Guard;
import dev.holdfast.job.JobId;
import dev.holdfast.job.Node;
import dev.holdfast.rq.RqKeys;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.function.ToLongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;

/** Counts those jobs that the primary has accepted, by their proofs; its calls may block as Spring Data's do. */
final class PrimaryProofs implements ToLongFunction<Collection<JobId>> {

    private static final Logger log = LoggerFactory.getLogger(PrimaryProofs.class);

    private final RedisConnectionFactory connections;
    private final Guard guard;

    PrimaryProofs(RedisConnectionFactory connections, Guard guard) {
        this.connections = connections;
        this.guard = guard;
    }

    @Override
    public long applyAsLong(Collection<JobId> ids) {
        if (ids.isEmpty()) {
            return 0;
        }
        byte[][] proofs = ids.stream()
                .map(id -> RqKeys.done(id).getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new);
        try {
            return guard.once(Node.PRIMARY, "read", () -> count(proofs));
        } catch (DataAccessException unread) {
            log.debug("The primary does not say which of {} jobs it has accepted", ids.size(), unread);
            return 0;
        }
    }

    private long count(byte[][] proofs) {
        try (RedisConnection redis = connections.getConnection()) {
            Long found = redis.keyCommands().exists(proofs);
            return found == null ? 0 : found;
        }
    }
}
