package dev.holdfast.status;

import dev.holdfast.job.NodeStates;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class StatusConfiguration {

    @Bean
    RedisHealthIndicator redisHealthIndicator(NodeStates nodes) {
        return new RedisHealthIndicator(nodes);
    }
}
