package dev.holdfast.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("redis")
@Tag("one-redis-is-enough")
@DisabledOnOs(OS.WINDOWS)
class RedisBinaryTests {

    @TempDir
    private Path temp;

    private DataDirectory data;

    @BeforeEach
    void open() {
        data = DataDirectory.open(temp.resolve("data"));
    }

    @AfterEach
    void close() {
        data.close();
    }

    @Test
    void theOneOnThePathComesFirst() throws IOException {
        SearchPath path = fake("echo Redis server v=7.2.4 sha=00000000:0 malloc=jemalloc");

        assertThat(RedisBinary.find(path, data))
                .isEqualTo(new RedisBinary(temp.resolve("commands/redis-server"), "7.2.4"));
    }

    @Test
    void theShippedOneServesWhereThePathHasNone() {
        RedisBinary binary = RedisBinary.find(new SearchPath(List.of()), data);

        assertThat(binary.version()).startsWith("6.2.");
        assertThat(binary.path()).startsWith(data.path()).isExecutable();
    }

    @ParameterizedTest
    @CsvSource({
        "echo 'Redis server v=5.0.14 sha=0'",
        "echo 'Redis server v=6.0.16 sha=0'",
        "echo 'error while loading shared libraries'; exit 127",
        "echo 'something else'",
        "exit 0",
        "kill -9 $$"
    })
    void theShippedOneServesWhereTheOtherDoesNot(String script) throws IOException {
        assertThat(RedisBinary.find(fake(script), data).path()).startsWith(data.path());
    }

    @ParameterizedTest
    @CsvSource({
        "'Redis server v=6.2.0 sha=0', 6.2.0",
        "'Valkey server v=8.1.1 sha=0', 8.1.1",
        "'v=10.0.0-rc1', 10.0.0-rc1"
    })
    void readsTheVersion(String output, String version) throws IOException {
        assertThat(RedisBinary.find(fake("echo '" + output + "'"), data).version())
                .isEqualTo(version);
    }

    @Test
    void saysInOneLineWhatStoodInTheWayOfEach() throws IOException {
        SearchPath path = fake("echo 'libssl.so.3: cannot open shared object file' >&2; echo more; exit 127");
        Files.writeString(data.path().resolve("bin"), "no directory");

        assertThatThrownBy(() -> RedisBinary.find(path, data))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("Cannot start an embedded Redis (" + temp.resolve("commands/redis-server")
                        + " does not run: libssl.so.3: cannot open shared object file; cannot unpack the shipped one: ")
                .hasMessageEndingWith("): set HOLDFAST_REDIS_PRIMARY_URL to a Redis of your own")
                .hasMessageNotContaining("\n");
    }

    @Test
    void aFileThatIsNoProgramDoesNotRun() throws IOException {
        SearchPath path = fake("");
        Path redis = temp.resolve("commands/redis-server");
        Files.write(redis, new byte[] {0x7f, 'E', 'L', 'F', 1, 2, 3});

        assertThat(RedisBinary.find(path, data).path()).isNotEqualTo(redis);
    }

    @Test
    void unpacksAnewOverWhatLiesThere() throws IOException {
        Path first = RedisBinary.find(new SearchPath(List.of()), data).path();
        long size = Files.size(first);
        Files.writeString(first, "cut");

        Path second = RedisBinary.find(new SearchPath(List.of()), data).path();

        assertThat(second).isEqualTo(first).hasSize(size);
    }

    @ParameterizedTest
    @CsvSource({
        "Linux, amd64, redis-server-6.2.6-v5-linux-amd64",
        "Linux, aarch64, redis-server-6.2.7-linux-arm64",
        "Mac OS X, x86_64, redis-server-6.2.6-v5-darwin-amd64",
        "Mac OS X, aarch64, redis-server-6.2.6-v5-darwin-arm64"
    })
    void isShippedForTheUsualMachines(String os, String arch, String name) {
        assertThat(RedisBinary.shippedFor(os, arch)).isEqualTo(name);
        assertThat(RedisBinary.class.getResource("/" + name)).isNotNull();
    }

    @ParameterizedTest
    @CsvSource({"Windows 11, amd64", "Linux, riscv64", "SunOS, sparcv9", "Mac OS X, ppc"})
    void isNotShippedForOthers(String os, String arch) {
        String name = RedisBinary.shippedFor(os, arch);

        assertThat(RedisBinary.class.getResource("/" + name)).isNull();
    }

    private SearchPath fake(String script) throws IOException {
        return TestCommands.fakeRedis(temp.resolve("commands"), script);
    }
}
