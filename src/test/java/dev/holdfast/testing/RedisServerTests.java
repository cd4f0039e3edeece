package dev.holdfast.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lettuce.core.RedisCommandExecutionException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("redis")
class RedisServerTests {

    private RedisServer redis = new RedisServer();

    @AfterEach
    void close() {
        redis.close();
    }

    @Test
    void startsEmptyAndAnswers() {
        redis.start();

        assertThat(redis.commands().ping()).isEqualTo("PONG");
        assertThat(redis.commands().dbsize()).isZero();
        assertThat(redis.byteCommands().get(new byte[] {0, -1})).isNull();
    }

    @Test
    void isTheBinaryThatWasAskedFor() throws IOException {
        redis.start();

        Process asked = new ProcessBuilder(RedisBinaries.chosen().toString(), "--version").start();
        String version = new String(asked.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);

        assertThat(version).contains("v=" + redis.version() + " ");
        if (System.getProperty("holdfast.test.redis", "shipped").equals("shipped")) {
            assertThat(redis.version()).startsWith("6.2.");
        }
    }

    @Test
    void twoRunSideBySide() {
        redis.start();

        try (RedisServer other = new RedisServer().start()) {
            assertThat(other.port()).isNotEqualTo(redis.port());
        }
    }

    @Test
    void isGoneAfterAKill() {
        redis.start();
        long pid = redis.pid();

        redis.kill();

        assertThat(redis.isRunning()).isFalse();
        assertThat(ProcessHandle.of(pid)).isEmpty();
        assertThatThrownBy(redis::kill).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void losesEverythingAtARestartUnlessItPersists() {
        redis.start();
        redis.commands().set("k", "v");
        int port = redis.port();

        redis.restart();

        assertThat(redis.port()).isEqualTo(port);
        assertThat(redis.commands().get("k")).isNull();
    }

    @Test
    void keepsItsDataThroughAKillWhereItAppendsThem() {
        redis = new RedisServer("appendonly yes", "appendfsync always").start();
        redis.commands().set("k", "v");

        redis.kill();
        redis.start();

        assertThat(redis.commands().get("k")).isEqualTo("v");
    }

    @Test
    void answersNothingWhileFrozenAndEverythingAfter() throws IOException {
        redis.start();
        redis.freeze();

        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), redis.port())) {
            socket.setSoTimeout(200);
            socket.getOutputStream().write("SET k v\r\n".getBytes(StandardCharsets.US_ASCII));

            assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
            redis.thaw();

            socket.setSoTimeout(10_000);
            assertThat(socket.getInputStream().readNBytes(5)).asString().isEqualTo("+OK\r\n");
        }
    }

    @Test
    void stopsEvenWhenFrozen() {
        redis.start();
        redis.freeze();

        redis.stop();

        assertThat(redis.isRunning()).isFalse();
    }

    @Test
    void takesSettings() {
        redis = new RedisServer("maxmemory 1mb", "maxmemory-policy noeviction", "requirepass secret").start();

        assertThatThrownBy(() -> {
                    for (int i = 0; i < 20; i++) {
                        redis.commands().set("k" + i, "x".repeat(100_000));
                    }
                })
                .isInstanceOf(RedisCommandExecutionException.class)
                .hasMessageStartingWith("OOM");
    }

    @Test
    void flushesAll() {
        redis.start();
        redis.commands().set("k", "v");

        redis.flushAll();

        assertThat(redis.commands().dbsize()).isZero();
    }

    @Test
    void refusesASecondStart() {
        redis.start();

        assertThatThrownBy(redis::start).isInstanceOf(IllegalStateException.class);
    }
}
