package dev.holdfast.incident;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class IncidentConfiguration {

    @Bean
    Incidents incidents() {
        return new Incidents();
    }
}
