package dev.holdfast.status;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.failover.ActiveNode;
import dev.holdfast.incident.Incidents;
import dev.holdfast.job.NodeStates;
import dev.holdfast.maintenance.MaintenanceMode;
import dev.holdfast.spool.Spool;
import dev.holdfast.spool.SpoolState;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(StatusProperties.class)
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
    StatusController statusController(
            NodeStates nodes,
            ActiveNode active,
            ObjectProvider<Spool> spool,
            MaintenanceMode maintenance,
            Incidents incidents,
            ObjectMapper mapper,
            StatusProperties properties) {
        Lookout lookout = new Lookout(nodes, active, states(spool), maintenance, incidents, InstantSource.system());
        return new StatusController(lookout, new Templates(), mapper.writer(), properties);
    }

    @Bean
    NodeMetrics nodeMetrics(NodeStates nodes) {
        return new NodeMetrics(nodes);
    }
}
