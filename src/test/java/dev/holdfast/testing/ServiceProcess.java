package dev.holdfast.testing;

import static org.awaitility.Awaitility.await;

import dev.holdfast.HoldfastApplication;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;

/**
 * The whole service in a process of its own, which can be killed and started again on the same port and the same data. Its
 * log is kept under target. For one thread.
 */
public final class ServiceProcess implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int END_SECONDS = 30;

    private final Path directory;
    private final Path log;
    private final Port port = new Port();
    private final List<String> settings;
    private final HttpClient client = HttpClient.newHttpClient();
    private final Thread killAtExit = new Thread(this::killHard, "kill-test-service");
    private volatile @Nullable Process process;

    /**
     * Not started yet; settings are {@code name=value}, as on its command line.
     *
     * @param name of its log
     */
    public ServiceProcess(String name, String... settings) {
        this.settings = List.of(settings);
        try {
            directory = Files.createTempDirectory("service");
            log = Files.createDirectories(Path.of("target", "services")).resolve(name + ".log");
            Files.deleteIfExists(log);
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
        Runtime.getRuntime().addShutdownHook(killAtExit);
    }

    /** Starts it, on what it left behind if it ran before; returns once it answers. */
    public ServiceProcess start() {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                // It is started thrice, and never runs for long.
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                HoldfastApplication.class.getName(),
                "--server.port=" + port.number(),
                "--holdfast.data-dir=" + directory));
        settings.forEach(setting -> command.add("--" + setting));
        Process started;
        try {
            started = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        process = started;
        await().atMost(PATIENCE).until(() -> !started.isAlive() || isAlive());
        if (!started.isAlive()) {
            throw new IllegalStateException("does not start: " + this);
        }
        return this;
    }

    public int port() {
        return port.number();
    }

    public URI address(String path) {
        return URI.create("http://127.0.0.1:" + port.number() + path);
    }

    /** The body of the answer; empty while nobody answers. */
    public String get(String path) {
        try {
            return client.send(HttpRequest.newBuilder(address(path)).GET().build(), BodyHandlers.ofString())
                    .body();
        } catch (IOException nobody) {
            return "";
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    /** Whether the primary is active, all is well, and nothing is left on the disk or to be brought home. */
    public boolean isQuiet() {
        return get("/actuator/health/redis").startsWith("{\"status\":\"UP\",\"details\":{\"active\":\"primary\"")
                && sum("holdfast_strays ") == 0
                && spooled() == 0;
    }

    /** How many jobs lie on its disk, be they on their way or set aside; NaN while nobody answers. */
    public double spooled() {
        return sum("holdfast_spool_jobs{");
    }

    /** Ends it on the spot (SIGKILL). */
    public void kill() {
        if (process == null || !process.isAlive()) {
            throw new IllegalStateException("not running: " + this);
        }
        killHard();
    }

    /** Kills it and removes its data. */
    @Override
    public void close() {
        killHard();
        port.close();
        Runtime.getRuntime().removeShutdownHook(killAtExit);
        FileSystemUtils.deleteRecursively(directory.toFile());
    }

    @Override
    public String toString() {
        return "ServiceProcess{port " + port.number() + ", see " + log + "}";
    }

    private boolean isAlive() {
        try {
            HttpRequest request =
                    HttpRequest.newBuilder(address("/livez")).GET().build();
            return client.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    private void killHard() {
        Process last = process;
        if (last != null) {
            last.destroyForcibly();
            try {
                if (!last.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
                    throw new IllegalStateException("does not end: " + this);
                }
            } catch (InterruptedException interrupted) {
                throw new IllegalStateException(interrupted);
            }
        }
    }

    /** NaN where there is no such meter, or it does not know. */
    private double sum(String series) {
        return get("/actuator/prometheus")
                .lines()
                .filter(line -> line.startsWith(series))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .reduce(Double::sum)
                .orElse(Double.NaN);
    }
}
