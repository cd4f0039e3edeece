package dev.holdfast.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@Tag("redis")
@Tag("one-redis-is-enough")
@DisabledOnOs(OS.WINDOWS)
class EmbeddedRedisRefusalTests {

    private static final int FIRST_PORT = 16_379;

    @TempDir
    private Path temp;

    @Test
    void refusesWhenNoPortIsLeft() throws IOException {
        try (ServerSocket first = takeThePort(65_534);
                ServerSocket last = takeThePort(65_535)) {
            assertThat(first.isBound() && last.isBound()).isTrue();

            assertThatThrownBy(() -> EmbeddedRedis.start(data(), searchPath(), 65_534, System::nanoTime))
                    .hasMessage("Cannot start an embedded Redis (no port from 65534 on is free):"
                            + " set HOLDFAST_REDIS_PRIMARY_URL to a Redis of your own");
        }
    }

    @Test
    void refusesADirectoryThatIsInUse() throws IOException {
        try (EmbeddedRedis redis = start(data())) {
            assertThat(redis.dataDirectory()).isEqualTo(data());

            assertThatThrownBy(() -> start(data()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("The data directory " + data() + " is in use by another Holdfast:"
                            + " stop it, or set HOLDFAST_DATA_DIR to another directory");
        }
    }

    @Test
    void refusesADataDirectoryThatIsAFile() throws IOException {
        Path file = Files.writeString(temp.resolve("file"), "");

        assertThatThrownBy(() -> start(file))
                .isInstanceOf(NoEmbeddedRedis.class)
                .hasMessageContaining("the data directory " + file + " cannot be used")
                .hasMessageNotContaining("\n");
    }

    @Test
    void saysSoWhereThereIsNoShell() {
        assertThatThrownBy(() -> EmbeddedRedis.start(data(), new SearchPath(List.of()), FIRST_PORT, System::nanoTime))
                .hasMessage("Cannot start an embedded Redis (no sh on PATH):"
                        + " set HOLDFAST_REDIS_PRIMARY_URL to a Redis of your own");
    }

    @Test
    void givesTheDirectoryBackWhenTheStartFails() throws IOException {
        assertThatThrownBy(() -> EmbeddedRedis.start(data(), new SearchPath(List.of()), FIRST_PORT, System::nanoTime))
                .isInstanceOf(NoEmbeddedRedis.class);

        start(data()).close();
    }

    @Test
    void saysWhereToLookWhenRedisCannotReadItsData() throws IOException {
        start(data()).close();
        Path directory = data().resolve("redis-standby");
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(file -> file.getFileName().toString().contains("aof"))
                    .toList()) {
                Files.writeString(file, "this was never an append-only file, of any version\n");
            }
        }
        Files.writeString(directory.resolve("appendonly.aof"), "nor this\n");

        assertThatThrownBy(() -> start(data()))
                .isInstanceOf(NoEmbeddedRedis.class)
                .hasMessageContaining("see " + data().resolve("redis-standby.log"));

        assertThat(data().resolve("redis-primary/redis.pid")).doesNotExist();
    }

    @Test
    void refusesToOverlookTheDataOfALaterRedis() throws IOException {
        Files.createDirectories(data().resolve("redis-standby/appendonlydir"));
        SearchPath withoutRedis = TestCommands.linked(temp.resolve("commands"), "sh", "setsid");

        assertThatThrownBy(() -> EmbeddedRedis.start(data(), withoutRedis, FIRST_PORT, System::nanoTime))
                .isInstanceOf(NoEmbeddedRedis.class)
                .hasMessageContaining(
                        "the data in " + data().resolve("redis-standby") + " is of Redis 7 or later, and ");
    }

    private Path data() {
        return temp.resolve("data with space");
    }

    private EmbeddedRedis start(Path directory) {
        return EmbeddedRedis.start(directory, searchPath(), FIRST_PORT, System::nanoTime);
    }

    private static SearchPath searchPath() {
        return SearchPath.ofEnvironment();
    }

    private static ServerSocket takeThePort(int port) throws IOException {
        return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
    }
}
