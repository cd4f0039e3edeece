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
@EnableConfigurationProperties({EnqueueProperties.class, BatchProperties.class, TaskProperties.class})
class EnqueueConfiguration {

    @Bean
    Admission admission(EnqueueProperties settings, BatchProperties batches, ServerProperties server) {
        settings.requireThreads(server.getTomcat().getThreads().getMax(), batches.atOnce());
        return new Admission(settings.atWork(), settings.waiting(), settings.deadline(), System::nanoTime);
    }

    @Bean
    RequestReader requestReader(EnqueueProperties settings) {
        return new RequestReader(settings.maxPayload());
    }

    @Bean
    BatchPlaces batchPlaces(BatchProperties batches) {
        return new BatchPlaces(batches.atOnce());
    }

    @Bean
    BatchReader batchReader(EnqueueProperties settings, BatchProperties batches) {
        return new BatchReader(batches, settings.maxPayload(), System::nanoTime);
    }

    @Bean
    Intake intake(
            EnqueueProperties settings,
            TaskProperties tasks,
            ServerProperties server,
            RqSettings rq,
            JobEncoder encoder) {
        return new Intake(
                AllowedTasks.of(tasks.allowedTasks(), server.getAddress()),
                new Identities(InstantSource.system(), new SecureRandom()),
                new Memory(settings.rememberClientIds(), settings.remember()),
                rq.queue(),
                encoder,
                InstantSource.system());
    }

    @Bean
    FrontDesk frontDesk(Intake intake, JobQueue jobs, StandbyUse standby) {
        return new FrontDesk(intake, jobs, standby);
    }

    @Bean
    BatchDesk batchDesk(
            EnqueueProperties settings, Admission admission, Intake intake, FrontDesk desk, EnqueueMetrics metrics) {
        int longest = Math.toIntExact(settings.maxPayload().toBytes());
        return new BatchDesk(admission, intake, desk, longest, metrics);
    }

    @Bean
    AnswerWriter answerWriter(ObjectMapper mapper, ProblemWriter problems, ObjectProvider<Notices> notices) {
        return new AnswerWriter(mapper.writerFor(Receipt.class), problems, notices.getIfAvailable(Notices::none));
    }

    @Bean
    OutcomeWriter outcomeWriter(ObjectMapper mapper, ProblemWriter problems, ObjectProvider<Notices> notices) {
        return new OutcomeWriter(mapper.writer(), problems, notices.getIfAvailable(Notices::none));
    }

    @Bean
    EnqueueMetrics enqueueMetrics(MeterRegistry registry, Admission admission, BatchPlaces batches) {
        return new EnqueueMetrics(registry, admission, batches);
    }
}
