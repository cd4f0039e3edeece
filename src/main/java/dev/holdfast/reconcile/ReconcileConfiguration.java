package dev.holdfast.reconcile;

import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ReconcileProperties.class)
class ReconcileConfiguration {

    @Bean
    ReconcileMetrics reconcileMetrics(MeterRegistry registry) {
        return new ReconcileMetrics(registry);
    }

    @Bean
    ReconcileLoop reconcileLoop(WaysHome ways, ReconcileProperties settings, ReconcileMetrics metrics) {
        return new ReconcileLoop(
                ways.all().stream()
                        .map(way -> new Reconciler(way, settings, metrics, System::nanoTime))
                        .toList(),
                System::nanoTime);
    }
}
