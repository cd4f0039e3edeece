package dev.holdfast.embedded;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(EmbeddedProperties.class)
class EmbeddedConfiguration {

    @Bean(destroyMethod = "close")
    @Conditional(NoRedisConfigured.class)
    EmbeddedRedis embeddedRedis(EmbeddedProperties properties) {
        return EmbeddedRedis.start(
                properties.directory(), SearchPath.ofEnvironment(), EmbeddedRedis.USUAL_PORT, System::nanoTime);
    }
}
