package dev.holdfast.problem;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class ProblemConfiguration {

    @Bean
    ProblemWriter problemWriter(ObjectMapper mapper, ObjectProvider<Notices> notices) {
        return new ProblemWriter(mapper.writer(), notices.getIfAvailable(Notices::none));
    }
}
