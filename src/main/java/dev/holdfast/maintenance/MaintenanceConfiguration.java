package dev.holdfast.maintenance;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.problem.ProblemWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.UUID;
import org.springframework.boot.autoconfigure.web.servlet.DispatcherServletPath;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(MaintenanceProperties.class)
class MaintenanceConfiguration {

    private static final InstantSource CLOCK = InstantSource.system();

    @Bean
    MaintenanceMode maintenanceMode(MaintenanceProperties properties, ObjectMapper mapper) {
        MaintenanceFile file = new MaintenanceFile(Path.of(properties.dataDir()), mapper);
        return MaintenanceMode.resume(properties.maintenance().closed(), file, CLOCK);
    }

    @Bean
    FilterRegistrationBean<MaintenanceModeFilter> maintenanceModeFilter(
            MaintenanceMode mode, ProblemWriter problems, DispatcherServletPath servlet) {
        FilterRegistrationBean<MaintenanceModeFilter> filter =
                new FilterRegistrationBean<>(new MaintenanceModeFilter(mode, problems, CLOCK));
        // The container matches what it has decoded and normalised, and this pattern covers /enqueue itself.
        filter.addUrlPatterns(servlet.getRelativePath("/enqueue/*"));
        // Behind the filter that counts requests, so that refusals are counted; behind the one that knows operators.
        filter.setOrder(Ordered.HIGHEST_PRECEDENCE + 20);
        return filter;
    }

    @Bean
    MaintenanceEndpoint maintenanceEndpoint(MaintenanceMode mode) {
        // Short, because people type it.
        return new MaintenanceEndpoint(
                mode, CLOCK, () -> UUID.randomUUID().toString().substring(0, 8));
    }

    @Bean
    MaintenanceMetrics maintenanceMetrics(MaintenanceMode mode) {
        return new MaintenanceMetrics(mode);
    }
}
