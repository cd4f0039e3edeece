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
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.springframework.data.redis.connection.RedisConnectionFactory;

/**
 * What the two nodes offer to whoever brings jobs home from one to the other.
 *
 * @param strays empty without a standby
 * @param safety makes one who says whether what a node accepted in a run, so long ago, is safe now
 * @param acceptedByBoth counts jobs, taken by workers of the standby, that the primary has accepted as well
 */
record Homeward(
        Optional<JobSource> strays,
        Function<Node, BiFunction<String, Duration, Safety>> safety,
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
        Function<Node, BiFunction<String, Duration, Safety>> safety = node -> node == Node.PRIMARY
                ? new Durability(node, primary.link()::state, primaryConnections, guard, System::nanoTime)
                : new Durability(
                        node, standby.orElseThrow().link()::state, standbyConnections, guard, System::nanoTime);
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
                                    strays, node.link()::state, safety.apply(Node.STANDBY), System::nanoTime)
                            : strays;
                }),
                safety,
                workers ? new PrimaryProofs(primaryConnections, guard) : ids -> 0);
    }
}
