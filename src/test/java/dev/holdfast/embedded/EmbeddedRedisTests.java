package dev.holdfast.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("redis")
@Tag("one-redis-is-enough")
@DisabledOnOs(OS.WINDOWS)
class EmbeddedRedisTests {

    private static final int FIRST_PORT = 16_379;

    @TempDir
    private Path temp;

    @Test
    void bothTakeJobsAndKnowNothingOfEachOther() throws IOException {
        try (EmbeddedRedis redis = start(data())) {
            ask(redis.primaryUrl(), commands -> commands.set("k", "primary"));

            assertThat(get(redis.primaryUrl(), "k")).isEqualTo("primary");
            assertThat(get(redis.standbyUrl(), "k")).isNull();
        }
    }

    @Test
    void writeEachJobToDiskAndNeverDropOne() throws IOException {
        try (EmbeddedRedis redis = start(data())) {
            for (String url : Stream.of(redis.primaryUrl(), redis.standbyUrl()).toList()) {
                assertThat(settings(url))
                        .containsEntry("appendonly", "yes")
                        .containsEntry("appendfsync", "always")
                        .containsEntry("save", "")
                        .containsEntry("maxmemory-policy", "noeviction")
                        .containsEntry("bind", "127.0.0.1")
                        .containsEntry("protected-mode", "yes");
            }
        }
    }

    @Test
    void stepsOverTakenPorts() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                EmbeddedRedis redis =
                        EmbeddedRedis.start(data(), searchPath(), taken.getLocalPort(), System::nanoTime)) {
            int primary = URI.create(redis.primaryUrl()).getPort();
            int standby = URI.create(redis.standbyUrl()).getPort();

            assertThat(primary).isGreaterThan(taken.getLocalPort());
            assertThat(standby).isGreaterThan(primary);
        }
    }

    @Test
    void keepsItsDataOverARestart() throws IOException {
        try (EmbeddedRedis redis = start(data())) {
            ask(redis.primaryUrl(), commands -> commands.set("k", "1"));
            ask(redis.standbyUrl(), commands -> commands.set("k", "2"));
        }

        try (EmbeddedRedis redis = start(data())) {
            assertThat(get(redis.primaryUrl(), "k")).isEqualTo("1");
            assertThat(get(redis.standbyUrl(), "k")).isEqualTo("2");
        }
    }

    @Test
    void endsWhenClosedAndLeavesNoPidFile() throws IOException {
        EmbeddedRedis redis = start(data());
        Pids pids = Pids.in(data());
        assertThat(pids.anyAlive()).isTrue();
        assertThat(LivingPair.in(data())).contains(new LivingPair(redis.primaryUrl(), redis.standbyUrl()));

        redis.close();

        assertThat(pids.anyAlive()).isFalse();
        assertThat(LivingPair.in(data())).isEmpty();
        assertThat(data().resolve("redis-primary/redis.pid")).doesNotExist();
    }

    @Test
    void closesTwiceWithoutHarm() throws IOException {
        EmbeddedRedis redis = start(data());
        redis.close();

        redis.close();

        start(data()).close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"setsid", "bash"})
    void isOutOfReachOfTheTerminal(String means) throws IOException {
        SearchPath tools = means.equals("setsid") ? commands("sh", "setsid") : bashAsSh();

        try (EmbeddedRedis redis = EmbeddedRedis.start(data(), tools, FIRST_PORT, System::nanoTime)) {
            long own = Pids.groupOf(ProcessHandle.current().pid());

            for (long pid : Pids.in(redis.dataDirectory()).all().toList()) {
                assertThat(Pids.groupOf(pid)).isNotEqualTo(own);
            }
        }
    }

    @Test
    void onlyItsOwnerMayLookIntoItsDirectories() throws IOException {
        try (EmbeddedRedis redis = start(data())) {
            ask(redis.primaryUrl(), commands -> commands.set("k", "v"));

            for (String name :
                    Stream.of("", "bin", "redis-primary", "redis-standby").toList()) {
                Path directory = data().resolve(name);
                assertThat(permissions(directory)).as(directory.toString()).isEqualTo("rwx------");
            }
            try (Stream<Path> files = Files.walk(data().resolve("redis-primary"))) {
                assertThat(files.filter(file -> file.getFileName().toString().contains(".aof"))
                                .filter(Files::isRegularFile))
                        .isNotEmpty()
                        .allSatisfy(file -> assertThat(permissions(file)).isEqualTo("rw-------"));
            }
        }
    }

    @Test
    void narrowsADirectoryThatWasOpenToOthers() throws IOException {
        Path directory = Files.createDirectories(data().resolve("redis-primary"));
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));

        start(data()).close();

        assertThat(permissions(directory)).isEqualTo("rwx------");
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

    private SearchPath commands(String... names) throws IOException {
        return TestCommands.linked(temp.resolve("commands"), names);
    }

    private SearchPath bashAsSh() throws IOException {
        Path directory = Files.createDirectories(temp.resolve("bash"));
        Files.createSymbolicLink(
                directory.resolve("sh"), searchPath().find("bash").orElseThrow());
        return TestCommands.in(directory);
    }

    private static String permissions(Path path) {
        try {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static @Nullable String get(String url, String key) {
        return ask(url, commands -> commands.get(key));
    }

    private static Map<String, String> settings(String url) {
        return ask(url, commands -> commands.configGet("*"));
    }

    private static <T extends @Nullable Object> T ask(String url, Function<RedisCommands<String, String>, T> question) {
        RedisClient client = RedisClient.create(url);
        try (StatefulRedisConnection<String, String> connection = client.connect()) {
            return question.apply(connection.sync());
        } finally {
            client.shutdown();
        }
    }
}
