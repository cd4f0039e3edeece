package dev.holdfast.redis;

import dev.holdfast.guard.Guard;
import dev.holdfast.job.JobId;
import dev.holdfast.job.JobSource;
import dev.holdfast.job.Node;
import dev.holdfast.job.Safety;
import dev.holdfast.job.StandbyUse;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.ToLongFunction;
import org.springframework.data.redis.connection.RedisConnectionFactory;

/**
 * What the two nodes offer to whoever brings jobs home from one to the other.
 *
 * @param strays empty without a standby
 * @param primarySafety whether what the primary accepted in a run, so long ago, is safe now
 * @param acceptedByBoth counts jobs, taken by workers of the standby, that the primary has accepted as well
 */
record Homeward(
        Optional<JobSource> strays,
        BiFunction<String, Duration, Safety> primarySafety,
        ToLongFunction<Collection<JobId>> acceptedByBoth) {

    /** @param use with workers on the standby nothing may be at home before its claim is safe */
    static Homeward between(
            RedisNode primary,
            Optional<RedisNode> standby,
            RedisConnectionFactory primaryConnections,
            RedisConnectionFactory standbyConnections,
            Guard guard,
            Memory memory,
            Duration attempt,
            StandbyUse use) {
        boolean workers = use == StandbyUse.WORKPLACE;
        return new Homeward(
                standby.map(node -> {
                    JobSource strays = new Strays(
                            node.link(),
                            node.strays(),
                            guard,
                            attempt,
                            memory,
                            () -> UUID.randomUUID().toString(),
                            System::nanoTime);
                    return workers
                            ? new SettledStrays(
                                    strays,
                                    node.link()::state,
                                    new Durability(
                                            Node.STANDBY,
                                            node.link()::state,
                                            standbyConnections,
                                            guard,
                                            System::nanoTime),
                                    System::nanoTime)
                            : strays;
                }),
                new Durability(Node.PRIMARY, primary.link()::state, primaryConnections, guard, System::nanoTime),
                workers ? new PrimaryProofs(primaryConnections, guard) : ids -> 0);
    }
}
