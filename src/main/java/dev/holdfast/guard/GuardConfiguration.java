package dev.holdfast.guard;

import io.github.resilience4j.retry.RetryRegistry;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(GuardProperties.class)
class GuardConfiguration {

    @Bean
    Guard guard(RetryRegistry retries, GuardProperties properties) {
        return new Guard(retries, properties);
    }
}
