package dev.holdfast.status;

import dev.holdfast.failover.ActiveNode;
import dev.holdfast.job.NodeStates;
import dev.holdfast.maintenance.MaintenanceMode;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class StatusConfiguration {

    @Bean
    RedisHealthIndicator redisHealthIndicator(NodeStates nodes, ActiveNode active) {
        return new RedisHealthIndicator(nodes, active);
    }

    @Bean
    MaintenanceHealthIndicator maintenanceHealthIndicator(MaintenanceMode mode) {
        return new MaintenanceHealthIndicator(mode);
    }

    @Bean
    NodeMetrics nodeMetrics(NodeStates nodes) {
        return new NodeMetrics(nodes);
    }
}
