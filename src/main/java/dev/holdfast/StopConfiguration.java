package dev.holdfast;

import java.time.Duration;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;

@Configuration(proxyBeanMethods = false)
class StopConfiguration {

    @Bean
    GracefulStop gracefulStop(ApplicationContext context) {
        // Long enough for a client's pool to use its idle connections once more; Docker kills after 10 s.
        return new GracefulStop(context, Duration.ofSeconds(5));
    }

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> connectorsForStop(GracefulStop stop) {
        return factory -> {
            factory.setProtocol(GracefulProtocol.class.getName());
            factory.addConnectorCustomizers(stop);
        };
    }

    @Bean
    FilterRegistrationBean<GracefulStop> closeOnStop(GracefulStop stop) {
        FilterRegistrationBean<GracefulStop> registration = new FilterRegistrationBean<>(stop);
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return registration;
    }
}
