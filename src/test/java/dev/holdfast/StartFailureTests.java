package dev.holdfast;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole service in a JVM of its own, started with settings that cannot work. */
class StartFailureTests {

    @TempDir
    private Path temp;

    @Test
    void aDurationThatIsNoneIsOneLine() throws Exception {
        assertThat(failure(Map.of("SERVER_TOMCAT_CONNECTION_TIMEOUT", "soon")))
                .isEqualTo("Holdfast cannot start: SERVER_TOMCAT_CONNECTION_TIMEOUT"
                        + " (server.tomcat.connection-timeout) is 'soon': 'soon' is not a valid duration\n");
    }

    @Test
    @Tag("thorough")
    void whatOurOwnCodeRefusesIsOneLine() throws Exception {
        assertThat(failure(Map.of("HOLDFAST_DATA_DIR", " ")))
                .isEqualTo("Holdfast cannot start: HOLDFAST_DATA_DIR is blank: set it to a directory, or remove it\n");
    }

    @Test
    @Tag("thorough")
    void anUnknownSslBundleIsOneLine() throws Exception {
        assertThat(failure(Map.of(
                        "HOLDFAST_REDIS_PRIMARY_URL",
                        "rediss://:secret@127.0.0.1:1",
                        "HOLDFAST_REDIS_PRIMARY_SSL_BUNDLE",
                        "redis")))
                .isEqualTo("Holdfast cannot start: HOLDFAST_REDIS_PRIMARY_SSL_BUNDLE is 'redis', and there is no such"
                        + " SSL bundle: define spring.ssl.bundle.pem.redis or spring.ssl.bundle.jks.redis\n");
    }

    @Test
    @Tag("thorough")
    void aWebhookThatCannotBeUsedIsOneLineThatDoesNotShowIt() throws Exception {
        assertThat(failure(Map.of(
                        "HOLDFAST_INCIDENT_WEBHOOKS",
                        "https://hooks.example/services/hush, https://user:hush@pager.example/",
                        "HOLDFAST_INCIDENT_WEBHOOK_SECRET",
                        "whsec_aHVzaGh1c2hodXNoaHVzaGh1c2hodXNo")))
                .isEqualTo("Holdfast cannot start: HOLDFAST_INCIDENT_WEBHOOKS cannot be used (its value is not shown):"
                        + " URL 2 has a user or a password in it: leave them out, messages are signed\n");
    }

    @Test
    void aPortInUseIsOneLine() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();

            assertThat(failure(Map.of("SERVER_PORT", Integer.toString(port))))
                    .isEqualTo("Holdfast cannot start: port " + port
                            + " is in use: set SERVER_PORT to a free one, or end what listens there\n");
        }
    }

    /** What the service says on standard error, once it has ended with code 1 and a log free of failures. */
    private String failure(Map<String, String> environment) throws IOException, InterruptedException {
        Path out = temp.resolve("out");
        Path err = temp.resolve("err");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-XX:TieredStopAtLevel=1");
        command.add("-XX:+UseSerialGC");
        if (Runtime.version().feature() >= 24) {
            // Such a JVM warns of what Netty does before anything of ours is said.
            command.add("--enable-native-access=ALL-UNNAMED");
            command.add("--sun-misc-unsafe-memory-access=allow");
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), HoldfastApplication.class.getName()));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(temp.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().put("SERVER_PORT", "0");
        builder.environment().put("HOLDFAST_REDIS_PRIMARY_URL", "redis://127.0.0.1:1");
        builder.environment().putAll(environment);
        Process service = builder.start();
        try {
            assertThat(service.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            service.destroyForcibly();
        }
        assertThat(Files.readString(out)).doesNotContain("ERROR", "WARN", "Exception", "\tat ", "***", "soon");
        assertThat(service.exitValue()).isEqualTo(1);
        return Files.readString(err);
    }
}
