package dev.holdfast.failover;

import dev.holdfast.job.NodeStates;
import java.time.InstantSource;
import java.util.concurrent.ThreadLocalRandom;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(FailoverProperties.class)
class FailoverConfiguration {

    @Bean
    ActiveNode activeNode(NodeStates states, FailoverProperties properties) {
        double spread = ThreadLocalRandom.current().nextDouble(0.8, 1.2);
        return new ActiveNode(
                states,
                new Hold(properties.healthy(), properties.healthyLongest(), spread),
                properties.failback(),
                new History(InstantSource.system()),
                properties.reserve(),
                System::nanoTime);
    }

    @Bean
    FailoverWatch failoverWatch(ActiveNode active, FailoverProperties properties) {
        return new FailoverWatch(active, properties.look());
    }

    @Bean
    FailoverEndpoint failoverEndpoint(ActiveNode active, NodeStates states) {
        return new FailoverEndpoint(active, states);
    }

    @Bean
    FailoverMetrics failoverMetrics(ActiveNode active) {
        return new FailoverMetrics(active);
    }
}
