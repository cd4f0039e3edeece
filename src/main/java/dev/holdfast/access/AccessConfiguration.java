package dev.holdfast.access;

import dev.holdfast.problem.ProblemWriter;
import org.springframework.boot.actuate.autoconfigure.endpoint.web.WebEndpointProperties;
import org.springframework.boot.autoconfigure.web.ServerProperties;
import org.springframework.boot.autoconfigure.web.servlet.DispatcherServletPath;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(AccessProperties.class)
class AccessConfiguration {

    @Bean
    FilterRegistrationBean<OperatorFilter> operatorFilter(
            AccessProperties properties,
            ProblemWriter problems,
            DispatcherServletPath servlet,
            ServerProperties server,
            WebEndpointProperties endpoints,
            Environment environment) {
        ServerRules.check(server, endpoints, environment);
        FilterRegistrationBean<OperatorFilter> filter = new FilterRegistrationBean<>(
                new OperatorFilter(new OperatorToken(properties.operatorToken()), problems));
        // The container matches what it has decoded and normalised.
        filter.addUrlPatterns(servlet.getRelativePath(endpoints.getBasePath() + "/*"));
        // Behind the filter that counts requests, so that refusals are counted.
        filter.setOrder(Ordered.HIGHEST_PRECEDENCE + 10);
        return filter;
    }
}
