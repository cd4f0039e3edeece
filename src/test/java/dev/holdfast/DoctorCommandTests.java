package dev.holdfast;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.testing.RedisServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The doctor as operators call it: a process beside a service, with the service's settings. */
@Tag("redis")
@Tag("one-redis-is-enough")
@Tag("thorough")
class DoctorCommandTests {

    private static final String PRIMARY = "HOLDFAST_REDIS_PRIMARY_URL";

    @RegisterExtension
    static final RedisServer REDIS = new RedisServer("requirepass secret-word");

    @TempDir
    private Path directory;

    /** What a run has left behind. */
    private record Said(int exitCode, String out, String err) {}

    @Test
    void showsTheAddressWithoutThePassword() throws Exception {
        Said said = run(Map.of(PRIMARY, "redis://:secret-word@127.0.0.1:" + REDIS.port()));

        // It keeps nothing on its disk.
        assertThat(said.exitCode()).isEqualTo(2);
        assertThat(said.out())
                .startsWith("primary: redis://127.0.0.1:" + REDIS.port() + "\n")
                .contains("configuration-persistence")
                .doesNotContain("secret-word", "\u001b");
    }

    @Test
    void programsGetNothingButJsonAndNoAddress() throws Exception {
        Said said = run(Map.of(PRIMARY, "redis://:secret-word@127.0.0.1:" + REDIS.port()), "--json");

        JsonNode report = new ObjectMapper().readTree(said.out());
        assertThat(report.get("verdict").asText()).isEqualTo("problem");
        assertThat(report.get("checks").findValuesAsText("node")).containsOnly("primary");
        assertThat(said.out()).doesNotContain("127.0.0.1", "secret-word");
        assertThat(said.err()).isEmpty();
    }

    @Test
    void aMistakeInAnAddressIsAFinding() throws Exception {
        Said said = run(Map.of(PRIMARY, "http://user:secret-word@nowhere"));

        assertThat(said.exitCode()).isEqualTo(2);
        assertThat(said.out())
                .contains("HOLDFAST_REDIS_PRIMARY_URL does not begin with redis://")
                .doesNotContain("secret-word");
        assertThat(said.err()).isEmpty();
    }

    @Test
    void aMistakeInAnotherSettingIsOneLine() throws Exception {
        Said said = run(Map.of(PRIMARY, "redis://127.0.0.1:" + REDIS.port(), "HOLDFAST_LINK_CAPACITY", "0"));

        assertThat(said.exitCode()).isEqualTo(2);
        assertThat(said.err().lines()).singleElement().asString().startsWith("holdfast.link.capacity is 0");
    }

    @Test
    void findsThePairThatTheServiceRuns() throws Exception {
        pretend("redis-primary", REDIS.port());
        pretend("redis-standby", 1);

        assertThat(run(Map.of()).out())
                .contains("the service runs a pair of its own")
                .contains("primary: redis://127.0.0.1:" + REDIS.port())
                .doesNotContain("none runs in this data directory");
    }

    @Test
    void thatNoRedisIsConfiguredIsAWarning() throws Exception {
        assertThat(run(Map.of(), "--json").exitCode()).isEqualTo(1);
    }

    /** Leaves what an embedded server keeps in the directory, with this port. */
    private void pretend(String name, int port) throws IOException {
        Path home = Files.createDirectory(directory.resolve(name));
        Files.writeString(home.resolve("redis.conf"), "bind 127.0.0.1\nport " + port + "\n");
        Files.writeString(home.resolve("redis.pid"), "1\n");
    }

    private Said run(Map<String, String> environment, String... arguments) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                HoldfastApplication.class.getName(),
                "doctor"));
        words.addAll(List.of(arguments));
        Path out = directory.resolve("out");
        Path err = directory.resolve("err");
        ProcessBuilder command =
                new ProcessBuilder(words).redirectOutput(out.toFile()).redirectError(err.toFile());
        command.environment().keySet().removeIf(name -> name.startsWith("HOLDFAST_"));
        command.environment().put("HOLDFAST_DATA_DIR", directory.toString());
        command.environment().putAll(environment);
        Process process = command.start();
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        return new Said(process.exitValue(), Files.readString(out), Files.readString(err));
    }
}
