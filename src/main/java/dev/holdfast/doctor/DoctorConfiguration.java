package dev.holdfast.doctor;

import dev.holdfast.doctor.Reading.Addresses;
import dev.holdfast.guard.Guard;
import dev.holdfast.link.Links;
import dev.holdfast.link.RedisUrls;
import dev.holdfast.rq.RqSettings;
import dev.holdfast.spool.Spool;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.web.context.WebServerApplicationContext;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DoctorProperties.class)
class DoctorConfiguration {

    private static final Times TIMES = Times.ofThisMachine();

    @Bean
    Patients doctorPatients(
            ApplicationContext context,
            Environment environment,
            ObjectProvider<RedisUrls> urls,
            DoctorProperties properties) {
        boolean none = environment.getProperty("holdfast.redis.primary-url", "").isBlank()
                && environment.getProperty("holdfast.redis.standby-url", "").isBlank();
        if (none && !isService(context)) {
            return Patients.embedded(properties.directory());
        }
        Patients configured = Patients.configured(urls::getObject);
        return none ? new Patients(Addresses.EMBEDDED, configured.urls()) : configured;
    }

    @Bean(destroyMethod = "close")
    NodeVisits doctorVisits(Patients patients, Links links, SslBundles bundles, Guard guard) {
        return new NodeVisits(patients, links, new Tls(bundles, TIMES.clock()), guard, TIMES);
    }

    @Bean
    Doctor doctor(
            ApplicationContext context,
            Patients patients,
            NodeVisits visits,
            DoctorProperties properties,
            RqSettings rq,
            ObjectProvider<Spool> spool,
            ExecutorService doctorThreads) {
        OwnReader own = new OwnReader(
                properties,
                () -> {
                    Spool disk = spool.getIfAvailable();
                    return disk == null ? Seen.not("HOLDFAST_SPOOL_ENABLED is false") : Seen.of(disk.state());
                },
                isService(context));
        return new Doctor(patients.addresses(), visits, own, Checks.with(rq), doctorThreads, TIMES);
    }

    /** One thread for each node, and as many for those of a run that hangs in the system's resolver. */
    @Bean(destroyMethod = "shutdownNow")
    ExecutorService doctorThreads() {
        CustomizableThreadFactory threads = new CustomizableThreadFactory("doctor-");
        threads.setDaemon(true);
        return new ThreadPoolExecutor(0, 4, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), threads);
    }

    @Bean
    DoctorEndpoint doctorEndpoint(Doctor doctor) {
        return new DoctorEndpoint(doctor::examine, TIMES.nanoTime());
    }

    private static boolean isService(ApplicationContext context) {
        return context instanceof WebServerApplicationContext;
    }
}
