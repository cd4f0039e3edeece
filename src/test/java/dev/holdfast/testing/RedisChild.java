package dev.holdfast.testing;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One running {@code redis-server} process. */
record RedisChild(Process process, int port) {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    static RedisChild launch(Path binary, Path home, List<String> settings, int port) {
        try {
            Files.write(home.resolve("redis.conf"), settings, StandardCharsets.UTF_8);
            List<String> command =
                    new ArrayList<>(List.of(binary.toString(), "redis.conf", "--port", Integer.toString(port)));
            if (settings.stream().anyMatch(line -> line.startsWith("sentinel "))) {
                command.add("--sentinel");
            }
            Process process = new ProcessBuilder(command)
                    .directory(home.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(home.resolve("redis.log").toFile())
                    .start();
            return new RedisChild(process, port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until it either answers or has ended, and says which. */
    boolean awaitStart() {
        await().atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> !process.isAlive() || answers());
        return process.isAlive();
    }

    void awaitEnd() {
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("does not end: " + this);
            }
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** A signal is sent at once and arrives a little later: until then Redis would still answer. */
    void freeze() {
        signal("STOP");
        Path stat = Path.of("/proc/" + process.pid() + "/stat");
        if (Files.isReadable(stat)) {
            await().atMost(PATIENCE)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> Files.readString(stat).contains(") T "));
        }
    }

    void thaw() {
        signal("CONT");
    }

    private void signal(String name) {
        try {
            Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
            if (kill.waitFor() != 0) {
                throw new IllegalStateException("kill -" + name + " failed for " + this);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** Whether it answers a ping with anything but LOADING; without a password it may refuse. */
    private boolean answers() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(1000);
            OutputStream out = socket.getOutputStream();
            out.write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            String answer = new String(in.readNBytes(5), StandardCharsets.US_ASCII);
            return answer.equals("+PONG") || answer.equals("-NOAU");
        } catch (IOException notYet) {
            return false;
        }
    }

    private static IllegalStateException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IllegalStateException("interrupted", e);
    }
}
