package dev.holdfast.problem;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class ProblemConfiguration {

    @Bean
    ProblemWriter problemWriter(ObjectMapper mapper, ObjectProvider<Notices> notices) {
        return new ProblemWriter(mapper.writer(), notices.getIfAvailable(Notices::none));
    }

    /** Within the one that Spring Boot sets up, which has nothing left to say then. */
    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> problemReports(ProblemWriter problems) {
        return factory -> factory.addContextCustomizers(
                context -> context.getParent().getPipeline().addValve(new ProblemReportValve(problems)));
    }
}
