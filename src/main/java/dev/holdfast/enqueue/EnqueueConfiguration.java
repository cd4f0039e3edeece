package dev.holdfast.enqueue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.job.JobQueue;
import dev.holdfast.job.StandbyUse;
import dev.holdfast.problem.Notices;
import dev.holdfast.problem.ProblemWriter;
import dev.holdfast.rq.JobEncoder;
import dev.holdfast.rq.RqSettings;
import io.micrometer.core.instrument.MeterRegistry;
import java.security.SecureRandom;
import java.time.InstantSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.web.ServerProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({EnqueueProperties.class, TaskProperties.class})
class EnqueueConfiguration {

    @Bean
    Admission admission(EnqueueProperties settings, ServerProperties server) {
        settings.requireThreads(server.getTomcat().getThreads().getMax());
        return new Admission(settings.atWork(), settings.waiting(), settings.deadline(), System::nanoTime);
    }

    @Bean
    RequestReader requestReader(EnqueueProperties settings) {
        return new RequestReader(settings.maxPayload());
    }

    @Bean
    FrontDesk frontDesk(
            EnqueueProperties settings,
            TaskProperties tasks,
            ServerProperties server,
            RqSettings rq,
            JobEncoder encoder,
            JobQueue jobs,
            StandbyUse standby) {
        return new FrontDesk(
                AllowedTasks.of(tasks.allowedTasks(), server.getAddress()),
                new Identities(InstantSource.system(), new SecureRandom()),
                new Memory(settings.rememberClientIds(), settings.remember()),
                rq.queue(),
                encoder,
                jobs,
                standby,
                InstantSource.system());
    }

    @Bean
    AnswerWriter answerWriter(ObjectMapper mapper, ProblemWriter problems, ObjectProvider<Notices> notices) {
        return new AnswerWriter(mapper.writerFor(Receipt.class), problems, notices.getIfAvailable(Notices::none));
    }

    @Bean
    EnqueueMetrics enqueueMetrics(MeterRegistry registry, Admission admission) {
        return new EnqueueMetrics(registry, admission);
    }
}
