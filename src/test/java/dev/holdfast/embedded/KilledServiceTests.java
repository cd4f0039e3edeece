package dev.holdfast.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@Tag("redis")
@Tag("one-redis-is-enough")
@DisabledOnOs(OS.WINDOWS)
class KilledServiceTests {

    @TempDir
    private Path data;

    private Process service;

    @BeforeEach
    void startAService() throws IOException {
        service = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        EmbeddedRedisService.class.getName(),
                        data.toString())
                .redirectErrorStream(true)
                .start();
        BufferedReader output =
                new BufferedReader(new InputStreamReader(service.getInputStream(), StandardCharsets.UTF_8));
        assertThat(output.lines().anyMatch(line -> line.startsWith("runs redis://")))
                .isTrue();
    }

    @AfterEach
    void killIt() throws InterruptedException {
        service.destroyForcibly().waitFor();
    }

    @Test
    void itsRedisEndsWithIt() throws Exception {
        Pids pids = Pids.in(data);
        assertThat(pids.anyAlive()).isTrue();

        service.destroyForcibly();

        pids.awaitEnd();
    }

    @Test
    void itsRedisEndsEvenWhenFrozen() throws Exception {
        Pids pids = Pids.in(data);
        for (long pid : pids.all().toList()) {
            signal("STOP", pid);
        }

        service.destroyForcibly();

        pids.awaitEnd();
    }

    @Test
    void itsRedisSurvivesTheSignalsOfATerminal() throws Exception {
        Pids pids = Pids.in(data);
        for (long pid : pids.all().toList()) {
            ProcessHandle watcher = ProcessHandle.of(pid).orElseThrow().parent().orElseThrow();
            for (String signal : new String[] {"INT", "QUIT", "HUP", "TERM"}) {
                signal(signal, watcher.pid());
            }
            assertThat(watcher.isAlive()).isTrue();
        }

        service.getOutputStream().close();

        assertThat(service.waitFor()).isZero();
        assertThat(pids.anyAlive()).isFalse();
    }

    @Test
    void anotherServiceIsRefusedWhileItLives() {
        assertThatThrownBy(this::startHere)
                .isInstanceOf(DataDirectoryTaken.class)
                .hasMessageContaining("is in use by another Holdfast");
    }

    @Test
    void anotherServiceWaitsForItsRedisToEnd() throws Exception {
        Pids former = Pids.in(data);
        signal("STOP", former.primary());
        service.destroyForcibly().waitFor();
        CompletableFuture<Boolean> aliveAtStart = new CompletableFuture<>();

        try (EmbeddedRedis redis = startHere()) {
            aliveAtStart.complete(former.anyAlive());
            assertThat(redis.dataDirectory()).isEqualTo(data);
        }

        assertThat(aliveAtStart).isCompletedWithValue(false);
    }

    @Test
    void aRedisThatDoesNotEndIsLeftAlone() throws Exception {
        Pids former = Pids.in(data);
        ProcessHandle redis = ProcessHandle.of(former.primary()).orElseThrow();
        redis.parent().orElseThrow().destroyForcibly();
        service.destroyForcibly().waitFor();

        try {
            RedisHome home = new RedisHome(data.resolve("redis-primary"), data.resolve("redis-primary.log"));
            assertThatThrownBy(() -> new FormerRedis(home).awaitEnd(Duration.ofMillis(100)))
                    .isInstanceOf(DataDirectoryTaken.class)
                    .hasMessageContaining("in use by the Redis server with process id " + former.primary());
            assertThat(redis.isAlive()).isTrue();
        } finally {
            redis.destroyForcibly();
        }
    }

    @Test
    void aNumberThatNowBelongsToAnotherProcessIsNoReasonToWait() throws Exception {
        Pids former = Pids.in(data);
        service.destroyForcibly().waitFor();
        former.awaitEnd();
        Files.writeString(
                data.resolve("redis-primary/redis.pid"),
                Long.toString(ProcessHandle.current().pid()));
        Files.writeString(data.resolve("redis-standby/redis.pid"), "cut off in the midd");

        try (EmbeddedRedis redis = startHere()) {
            assertThat(Pids.in(data).primary())
                    .isNotEqualTo(ProcessHandle.current().pid());
            assertThat(redis.version()).isNotBlank();
        }
    }

    private EmbeddedRedis startHere() {
        return EmbeddedRedis.start(data, SearchPath.ofEnvironment(), EmbeddedRedis.USUAL_PORT, System::nanoTime);
    }

    private static void signal(String name, long pid) throws IOException, InterruptedException {
        int code = new ProcessBuilder("kill", "-" + name, Long.toString(pid))
                .start()
                .waitFor();
        assertThat(code).isZero();
    }
}
