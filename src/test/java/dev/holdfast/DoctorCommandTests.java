package dev.holdfast;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.testing.RedisServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** The doctor as operators call it: beside a service, with the service's settings. */
@Tag("redis")
@Tag("one-redis-is-enough")
@ExtendWith(OutputCaptureExtension.class)
class DoctorCommandTests {

    private static final String PRIMARY = "holdfast.redis.primary-url";
    private static final String DATA = "holdfast.data-dir";

    @RegisterExtension
    static final RedisServer REDIS = new RedisServer("requirepass secret-word");

    @TempDir
    private Path directory;

    @BeforeEach
    void useADataDirectory() {
        System.setProperty(DATA, directory.toString());
    }

    @AfterEach
    void forget() {
        System.clearProperty(PRIMARY);
        System.clearProperty(DATA);
    }

    @Test
    void showsTheAddressWithoutThePassword(CapturedOutput output) {
        System.setProperty(PRIMARY, "redis://:secret-word@127.0.0.1:" + REDIS.port());

        // It keeps nothing on its disk.
        assertThat(Commands.run("doctor")).isEqualTo(2);

        assertThat(output.getOut())
                .startsWith("primary: redis://127.0.0.1:" + REDIS.port() + "\n")
                .contains("configuration-persistence")
                .doesNotContain("secret-word", "\u001b");
    }

    @Test
    void programsGetNothingButJsonAndNoAddress(CapturedOutput output) throws IOException {
        System.setProperty(PRIMARY, "redis://:secret-word@127.0.0.1:" + REDIS.port());

        Commands.run("doctor", "--json");

        JsonNode report = new ObjectMapper().readTree(output.getOut());
        assertThat(report.get("verdict").asText()).isEqualTo("problem");
        assertThat(report.get("checks").findValuesAsText("node")).containsOnly("primary");
        assertThat(output.getOut()).doesNotContain("127.0.0.1", "secret-word");
        assertThat(output.getErr()).isEmpty();
    }

    @Test
    void aMistakeInAnAddressIsAFinding(CapturedOutput output) {
        System.setProperty(PRIMARY, "http://user:secret-word@nowhere");

        assertThat(Commands.run("doctor")).isEqualTo(2);

        assertThat(output.getOut())
                .contains("HOLDFAST_REDIS_PRIMARY_URL does not begin with redis://")
                .doesNotContain("secret-word");
        assertThat(output.getErr()).isEmpty();
    }

    @Test
    void aMistakeInAnotherSettingIsOneLine(CapturedOutput output) {
        System.setProperty(PRIMARY, "redis://127.0.0.1:" + REDIS.port());
        System.setProperty("holdfast.link.capacity", "0");
        try {
            assertThat(Commands.run("doctor")).isEqualTo(2);
        } finally {
            System.clearProperty("holdfast.link.capacity");
        }

        assertThat(output.getErr().lines()).singleElement().asString().startsWith("holdfast.link.capacity is 0");
    }

    @Test
    void findsThePairThatTheServiceRuns(CapturedOutput output) throws IOException {
        pretend("redis-primary", REDIS.port());
        pretend("redis-standby", 1);

        Commands.run("doctor");

        assertThat(output.getOut())
                .contains("the service runs a pair of its own")
                .contains("primary: redis://127.0.0.1:" + REDIS.port())
                .doesNotContain("none runs in this data directory");
    }

    @Test
    void asAProcessItEndsWithItsVerdict() throws IOException, InterruptedException {
        // That no Redis is configured is a warning, and all that there is to see.
        assertThat(exitCode(Map.of("HOLDFAST_DATA_DIR", directory.toString()))).isEqualTo(1);
    }

    /** Leaves what an embedded server keeps in the directory, with this port. */
    private void pretend(String name, int port) throws IOException {
        Path home = Files.createDirectory(directory.resolve(name));
        Files.writeString(home.resolve("redis.conf"), "bind 127.0.0.1\nport " + port + "\n");
        Files.writeString(home.resolve("redis.pid"), "1\n");
    }

    private int exitCode(Map<String, String> environment) throws IOException, InterruptedException {
        ProcessBuilder command = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                HoldfastApplication.class.getName(),
                "doctor",
                "--json");
        command.environment().keySet().removeIf(name -> name.startsWith("HOLDFAST_"));
        command.environment().putAll(environment);
        Process process = command.redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(said).startsWith("{\"verdict\":");
        return process.exitValue();
    }
}
