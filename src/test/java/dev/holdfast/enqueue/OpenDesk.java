package dev.holdfast.enqueue;

import dev.holdfast.job.StandbyUse;
import dev.holdfast.testing.InMemoryJobQueue;
import java.util.stream.Stream;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;

/** A front desk behind a real web server, in front of a queue in memory. */
final class OpenDesk implements AutoCloseable {

    private final ServletWebServerApplicationContext context;

    /** Opens it; settings are {@code name=value}. */
    OpenDesk(String... settings) {
        context = (ServletWebServerApplicationContext) application()
                .run(Stream.concat(Stream.of("server.port=0"), Stream.of(settings))
                        .map(setting -> "--" + setting)
                        .toArray(String[]::new));
    }

    static SpringApplicationBuilder application() {
        return new SpringApplicationBuilder(House.class)
                .registerShutdownHook(false)
                // Other rooms, whose health the settings name, are not in this house.
                .properties("management.endpoint.health.validate-group-membership=false");
    }

    int port() {
        return context.getWebServer().getPort();
    }

    InMemoryJobQueue jobs() {
        return context.getBean(InMemoryJobQueue.class);
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    @Override
    public void close() {
        context.close();
    }

    @EnableAutoConfiguration
    @ComponentScan({"dev.holdfast.enqueue", "dev.holdfast.problem", "dev.holdfast.rq"})
    static class House {

        @Bean
        InMemoryJobQueue jobs() {
            return new InMemoryJobQueue();
        }

        @Bean
        StandbyUse standbyUse() {
            return StandbyUse.SAFE_BOX;
        }
    }
}
