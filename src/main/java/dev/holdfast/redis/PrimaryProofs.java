package dev.holdfast.redis;

import dev.holdfast.guard.Guard;
import dev.holdfast.job.JobId;
import dev.holdfast.job.Node;
import dev.holdfast.rq.RqKeys;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.ToLongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;

/** Counts those jobs that the primary has accepted, by their proofs; its calls may block as Spring Data's do. */
final class PrimaryProofs implements ToLongFunction<Collection<JobId>> {

    private static final Logger log = LoggerFactory.getLogger(PrimaryProofs.class);

    /** Bounds what a primary that does not answer can pile up here. */
    private static final int MOST = 10_000;

    private final RedisConnectionFactory connections;
    private final Guard guard;
    /** Those that the primary could not be asked about yet; for one thread. */
    private final Set<JobId> unasked = new LinkedHashSet<>();

    PrimaryProofs(RedisConnectionFactory connections, Guard guard) {
        this.connections = connections;
        this.guard = guard;
    }

    @Override
    public long applyAsLong(Collection<JobId> ids) {
        ids.stream().limit(MOST - unasked.size()).forEach(unasked::add);
        if (unasked.isEmpty()) {
            return 0;
        }
        byte[][] proofs = unasked.stream()
                .map(id -> RqKeys.done(id).getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new);
        try {
            long found = guard.once(Node.PRIMARY, "read", () -> count(proofs));
            unasked.clear();
            return found;
        } catch (DataAccessException unread) {
            log.debug("The primary does not say which of {} jobs it has accepted", unasked.size(), unread);
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
