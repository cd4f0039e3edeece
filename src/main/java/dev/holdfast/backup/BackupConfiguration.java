package dev.holdfast.backup;

import dev.holdfast.guard.Guard;
import dev.holdfast.job.NodeStates;
import dev.holdfast.link.Links;
import dev.holdfast.link.RedisUrls;
import java.time.InstantSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class BackupConfiguration {

    private static final InstantSource CLOCK = InstantSource.system();

    @Bean
    Copies copies(Links links, ObjectProvider<RedisUrls> urls, Guard guard) {
        return new Copies(links, urls::getObject, guard, CLOCK, System::nanoTime);
    }

    /** What only the service does, and no command beside it. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnWebApplication
    @EnableConfigurationProperties(BackupProperties.class)
    static class InTheService {

        @Bean
        BackupState backupState(BackupProperties properties) {
            return new BackupState(Timetable.of(properties.backup()), CLOCK);
        }

        @Bean
        BackupSchedule backupSchedule(Copies copies, BackupProperties properties, BackupState state, NodeStates nodes) {
            return new BackupSchedule(
                    copies,
                    new BackupDirectory(properties.directory()),
                    properties.backup(),
                    state,
                    () -> nodes.primary().isUp(),
                    CLOCK);
        }

        @Bean
        BackupMetrics backupMetrics(BackupState state) {
            return new BackupMetrics(state);
        }

        @Bean
        BackupHealthIndicator backupHealthIndicator(BackupState state) {
            return new BackupHealthIndicator(state);
        }
    }
}
