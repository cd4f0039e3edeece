package dev.holdfast.status;

import dev.holdfast.failover.ActiveNode;
import dev.holdfast.job.NodeStates;
import dev.holdfast.maintenance.MaintenanceMode;
import dev.holdfast.spool.Spool;
import dev.holdfast.spool.SpoolState;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class StatusConfiguration {

    @Bean
    RedisHealthIndicator redisHealthIndicator(NodeStates nodes, ActiveNode active, ObjectProvider<Spool> spool) {
        return new RedisHealthIndicator(nodes, active, states(spool));
    }

    @Bean
    SpoolHealthIndicator spoolHealthIndicator(ObjectProvider<Spool> spool) {
        return new SpoolHealthIndicator(states(spool));
    }

    private static Supplier<Optional<SpoolState>> states(ObjectProvider<Spool> spool) {
        Optional<Spool> disk = Optional.ofNullable(spool.getIfAvailable());
        return () -> disk.map(Spool::state);
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
