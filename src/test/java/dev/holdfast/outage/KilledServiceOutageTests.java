package dev.holdfast.outage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.testing.RedisServer;
import dev.holdfast.testing.ServiceProcess;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Both Redis are killed, then the service, thrice: what it had promised is there once. */
@Tag("redis")
@Tag("one-redis-is-enough")
@DisabledOnOs(OS.WINDOWS)
class KilledServiceOutageTests {

    private static final Logger log = LoggerFactory.getLogger(KilledServiceOutageTests.class);
    private static final int CONNECTIONS = 64;
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final RedisServer primary = new RedisServer("appendonly yes", "appendfsync always");
    private final RedisServer standby = new RedisServer("appendonly yes", "appendfsync always");
    private ServiceProcess service;

    @BeforeEach
    void start() {
        primary.start();
        standby.start();
        service = new ServiceProcess(
                "killed-service",
                "holdfast.redis.primary-url=" + primary.url(),
                "holdfast.redis.standby-url=" + standby.url(),
                "holdfast.guard.reconnect-longest=200ms",
                "holdfast.failover.healthy=500ms",
                "holdfast.failover.healthy-longest=800ms");
        service.start();
        awaitQuiet();
    }

    @AfterEach
    void end() {
        service.close();
        primary.close();
        standby.close();
    }

    @Test
    @Tag("thorough")
    void keepsFiveThousandPromises() {
        survives(5_000);
    }

    @Test
    @Tag("outage")
    void keepsAHundredThousandPromises() {
        survives(100_000);
    }

    private void survives(int jobs) {
        try (Crowd crowd = new Crowd(service.address("/enqueue"), CONNECTIONS, jobs)) {
            crowd.awaitPromised(0.1);
            primary.kill();
            standby.kill();
            crowd.awaitPromised(0.4);
            service.kill();
            service.start();
            crowd.awaitPromised(0.7);
            double spooled = service.spooled();
            primary.start();
            standby.start();
            for (double left : new double[] {0.9, 0.5}) {
                await().atMost(PATIENCE)
                        .pollInterval(Duration.ofMillis(20))
                        .until(() -> service.spooled() < left * spooled);
                service.kill();
                service.start();
            }
            crowd.awaitEnd();
            awaitQuiet();

            Verdict verdict = new Checker()
                    .counting("primary", primary)
                    .counting("standby", standby)
                    .judge(crowd.history());
            log.info("{}", verdict);
            verdict.mustBeComplete();
            assertThat(verdict.acknowledged()).isEqualTo(jobs);
            assertThat(verdict.spooled()).isGreaterThan(jobs / 10);
            // Whoever was told anything was promised the job; a killed service tells nothing.
            assertThat(crowd.history().refused())
                    .allSatisfy(submission -> assertThat(submission.answers())
                            .allMatch(answer -> answer.isPromise() || answer.status() == 0));
        }
    }

    private void awaitQuiet() {
        await().atMost(PATIENCE).until(service::isQuiet);
    }
}
