package dev.holdfast.watch;

import dev.holdfast.guard.Guard;
import dev.holdfast.job.Node;
import dev.holdfast.job.NodeStates;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.connection.RedisConnectionFactory;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(WatchProperties.class)
class WatchConfiguration {

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

    private static NodeWatch of(Node node, NodeStates states, RedisConnectionFactory connections, Guard guard) {
        return new NodeWatch(node, () -> states.of(node), connections, guard, InstantSource.system(), System::nanoTime);
    }
}
