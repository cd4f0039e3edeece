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
    ReconcileLoop reconcileLoop(WayHome way, ReconcileProperties settings, ReconcileMetrics metrics) {
        return new ReconcileLoop(
                way.source().map(source -> new Reconciler(way, source, settings, metrics, System::nanoTime)));
    }
}
