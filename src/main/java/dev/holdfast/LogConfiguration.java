package dev.holdfast;

import ch.qos.logback.classic.LoggerContext;
import dev.holdfast.incident.Incidents;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class LogConfiguration {

    @Bean
    LogContext logContext(Incidents incidents) {
        return new LogContext(incidents, (LoggerContext) LoggerFactory.getILoggerFactory());
    }
}
