package dev.holdfast.testing;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** Chooses the {@code redis-server} for the tests: the system property {@code holdfast.test.redis} says which. */
final class RedisBinaries {

    private static final Path UNPACKED = Path.of("target", "test-redis");

    private RedisBinaries() {}

    /** The binary; without one the calling test is skipped, or fails where the environment makes tests mandatory. */
    static Path chosen() {
        String choice = System.getProperty("holdfast.test.redis", "shipped");
        return switch (choice) {
            case "shipped" -> shipped();
            case "system" -> onPath();
            default -> throw new IllegalArgumentException("holdfast.test.redis is shipped or system, not " + choice);
        };
    }

    private static Path onPath() {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(directory -> Path.of(directory, "redis-server"))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseGet(() -> missing("no redis-server on PATH"));
    }

    private static Path shipped() {
        String name = resourceName();
        Path target = UNPACKED.resolve(name).toAbsolutePath();
        try (InputStream in = Objects.requireNonNull(RedisBinaries.class.getResourceAsStream("/" + name), name)) {
            byte[] bytes = in.readAllBytes();
            if (!Files.isRegularFile(target) || Files.size(target) != bytes.length) {
                Files.createDirectories(target.getParent());
                // Another test JVM may unpack at the same time: only a whole file ever gets the name.
                Path part = Files.createTempFile(target.getParent(), name, ".part");
                Files.write(part, bytes);
                if (!part.toFile().setExecutable(true)) {
                    throw new IOException("cannot make executable: " + part);
                }
                Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
            }
            return target;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String resourceName() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String machine = System.getProperty("os.arch");
        boolean arm = machine.equals("aarch64");
        if (system.startsWith("linux")) {
            return arm ? "redis-server-6.2.7-linux-arm64" : "redis-server-6.2.6-v5-linux-amd64";
        }
        if (system.startsWith("mac")) {
            return arm ? "redis-server-6.2.6-v5-darwin-arm64" : "redis-server-6.2.6-v5-darwin-amd64";
        }
        return Assumptions.abort("no redis-server is shipped for " + system);
    }

    private static Path missing(String reason) {
        if (Boolean.parseBoolean(System.getenv("HOLDFAST_TEST_MANDATORY"))) {
            return Assertions.fail(reason + ", and HOLDFAST_TEST_MANDATORY=true");
        }
        return Assumptions.abort(reason + ": tests against the system's Redis are skipped");
    }
}
