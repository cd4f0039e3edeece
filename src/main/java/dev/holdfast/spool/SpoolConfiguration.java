package dev.holdfast.spool;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.job.NodeStates;
import java.time.Duration;
import java.time.InstantSource;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(SpoolProperties.class)
@ConditionalOnProperty(name = "holdfast.spool.enabled", havingValue = "true", matchIfMissing = true)
class SpoolConfiguration {

    private static final Duration LOOK = Duration.ofMillis(500);

    @Bean
    Spool spool(SpoolProperties properties, NodeStates nodes) {
        return Spool.open(
                properties.directory(),
                properties.spool(),
                nodes,
                new SpoolClock(InstantSource.system(), System::nanoTime),
                LOOK,
                System::nanoTime);
    }

    @Bean
    SpoolOperator spoolOperator(Spool spool) {
        return new SpoolOperator(spool, System::nanoTime);
    }

    @Bean
    SpoolEndpoint spoolEndpoint(Spool spool, SpoolOperator operator, SpoolProperties properties, ObjectMapper mapper) {
        return new SpoolEndpoint(spool, operator, properties.spool(), mapper.writer(), System::nanoTime);
    }

    @Bean
    SpoolMetrics spoolMetrics(Spool spool, SpoolOperator operator) {
        return new SpoolMetrics(spool, operator);
    }
}
