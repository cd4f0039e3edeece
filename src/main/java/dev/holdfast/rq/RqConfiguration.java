package dev.holdfast.rq;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(RqSettings.class)
class RqConfiguration {

    @Bean
    JobEncoder jobEncoder(RqSettings settings) {
        return new JobEncoder(settings);
    }

    @Bean
    ResultReader resultReader(ObjectMapper mapper) {
        return new ResultReader(mapper);
    }
}
