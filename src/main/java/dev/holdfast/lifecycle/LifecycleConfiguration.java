package dev.holdfast.lifecycle;

import dev.holdfast.redis.RedisNodes;
import dev.holdfast.rq.ResultReader;
import dev.holdfast.rq.RqSettings;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(LifecycleProperties.class)
class LifecycleConfiguration {

    @Bean
    JobDesk jobDesk(RedisNodes nodes, RqSettings settings, ResultReader results, LifecycleProperties properties) {
        return new JobDesk(nodes, settings, results, properties.deadline(), System::nanoTime);
    }
}
