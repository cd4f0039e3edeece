package dev.holdfast.lifecycle;

import dev.holdfast.redis.RedisNodes;
import dev.holdfast.rq.ResultReader;
import dev.holdfast.rq.RqSettings;
import dev.holdfast.spool.Spool;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(LifecycleProperties.class)
class LifecycleConfiguration {

    @Bean
    Whereabouts whereabouts(RedisNodes nodes, ObjectProvider<Spool> spool) {
        return new Whereabouts(nodes, Optional.ofNullable(spool.getIfAvailable()));
    }

    @Bean
    JobDesk jobDesk(
            Whereabouts whereabouts, RqSettings settings, ResultReader results, LifecycleProperties properties) {
        return new JobDesk(whereabouts, settings, results, properties.deadline(), System::nanoTime);
    }

    @Bean
    ChangeDesk changeDesk(Whereabouts whereabouts, RedisNodes nodes, LifecycleProperties properties) {
        return new ChangeDesk(whereabouts, nodes, properties.deadline(), System::nanoTime);
    }

    @Bean
    WaitingRoom waitingRoom(RedisNodes nodes, JobDesk desk, LifecycleProperties properties) {
        return new WaitingRoom(nodes::states, desk::whatBecameOf, properties.waiting(), System::nanoTime);
    }

    @Bean
    LifecycleMetrics lifecycleMetrics(MeterRegistry registry, WaitingRoom room) {
        return new LifecycleMetrics(registry, room);
    }
}
