package dev.holdfast.watch;

import dev.holdfast.failover.ActiveNode;
import dev.holdfast.guard.Guard;
import dev.holdfast.job.Node;
import dev.holdfast.job.NodeStates;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(WatchProperties.class)
class WatchConfiguration {

    /** How old an answer about the queues may be: who looks at them sees seconds, not what is between. */
    private static final Duration FRESH = Duration.ofSeconds(1);
    /** How long anybody waits for such an answer, as for one about a job. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    @Bean
    RedisMetrics redisMetrics(MeterRegistry registry) {
        return new RedisMetrics(registry);
    }

    @Bean
    QueueMetrics queueMetrics(MeterRegistry registry) {
        return new QueueMetrics(registry);
    }

    @Bean
    Watch watch(
            NodeStates states,
            RedisConnectionFactory primaryConnections,
            RedisConnectionFactory standbyConnections,
            Guard guard,
            RedisMetrics redis,
            QueueMetrics queues,
            WatchProperties settings) {
        return new Watch(
                List.of(
                        of(Node.PRIMARY, states, primaryConnections, guard),
                        of(Node.STANDBY, states, standbyConnections, guard)),
                (node, look) -> {
                    redis.seen(node, look);
                    queues.seen(node, look);
                },
                settings.every(),
                () -> ThreadLocalRandom.current().nextDouble(),
                System::nanoTime);
    }

    @Bean
    QueueDesk queueDesk(
            NodeStates states,
            ActiveNode active,
            RedisConnectionFactory primaryConnections,
            RedisConnectionFactory standbyConnections,
            ExecutorService primaryCounter,
            ExecutorService standbyCounter,
            Guard guard) {
        QueueCounts counts = new QueueCounts(
                states,
                active::isStale,
                count(Node.PRIMARY, primaryConnections, guard, primaryCounter),
                count(Node.STANDBY, standbyConnections, guard, standbyCounter));
        return new QueueDesk(counts, PATIENCE, System::nanoTime);
    }

    private static NodeCount count(Node node, RedisConnectionFactory connections, Guard guard, Executor thread) {
        return new NodeCount(node, connections, guard, thread, FRESH, InstantSource.system(), System::nanoTime);
    }

    @Bean(destroyMethod = "shutdownNow")
    ExecutorService primaryCounter() {
        return counter(Node.PRIMARY);
    }

    /** Apart from the primary's, so that a node that hangs does not keep the other from being counted. */
    @Bean(destroyMethod = "shutdownNow")
    ExecutorService standbyCounter() {
        return counter(Node.STANDBY);
    }

    private static ExecutorService counter(Node node) {
        return Executors.newSingleThreadExecutor(new CustomizableThreadFactory("queues-" + node.word() + "-"));
    }

    private static NodeWatch of(Node node, NodeStates states, RedisConnectionFactory connections, Guard guard) {
        return new NodeWatch(node, () -> states.of(node), connections, guard, InstantSource.system(), System::nanoTime);
    }
}
