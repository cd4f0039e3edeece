package dev.holdfast.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One Redis server below this service, ending when the service ends or is killed.
 *
 * <p>The child of this service is {@code watch.sh}: it starts Redis and lives exactly as long. Its standard input is the
 * pipe whose end is the sign to stop. Safe for all threads.
 */
final class RedisProcess implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(RedisProcess.class);

    private static final long NANOS_TO_START = TimeUnit.SECONDS.toNanos(15);
    private static final int MILLIS_BETWEEN_LOOKS = 20;
    private static final int MILLIS_TO_ANSWER = 500;
    private static final int SECONDS_OF_GRACE = 5;

    private final RedisHome home;
    private final int port;
    private final Process watcher;
    private volatile boolean asked;

    private RedisProcess(RedisHome home, int port, Process watcher) {
        this.home = home;
        this.port = port;
        this.watcher = watcher;
    }

    /** Starts it and returns once this very server answers; it may still be loading its data. */
    static RedisProcess start(ProcessBuilder command, RedisHome home, int port, LongSupplier nanoTime) {
        RedisProcess process;
        try {
            process = new RedisProcess(home, port, command.start());
        } catch (IOException e) {
            throw new NoEmbeddedRedis("cannot start a process: " + e.getMessage(), e);
        }
        try {
            process.awaitAnswer(nanoTime);
        } catch (InterruptedException e) {
            process.askToEnd();
            throw NoEmbeddedRedis.interrupted(e);
        }
        var unused = process.watcher.onExit().thenAccept(process::ended);
        return process;
    }

    private void awaitAnswer(LongSupplier nanoTime) throws InterruptedException {
        long start = nanoTime.getAsLong();
        while (!watcher.waitFor(MILLIS_BETWEEN_LOOKS, TimeUnit.MILLISECONDS)) {
            if (answers()) {
                return;
            }
            if (nanoTime.getAsLong() - start > NANOS_TO_START) {
                close();
                throw new NoEmbeddedRedis("redis-server does not answer on port " + port + ", see " + home.log());
            }
        }
        throw new NoEmbeddedRedis("redis-server ended with code " + watcher.exitValue() + ", see " + home.log());
    }

    /** Whether the server on this port is the one just started; another may have been quicker to take the port. */
    private boolean answers() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), MILLIS_TO_ANSWER);
            socket.setSoTimeout(MILLIS_TO_ANSWER);
            socket.getOutputStream().write("INFO server\r\nQUIT\r\n".getBytes(StandardCharsets.US_ASCII));
            BufferedReader answer =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            String own = "process_id:" + Files.readString(home.pidFile()).strip();
            return answer.lines().anyMatch(own::equals);
        } catch (IOException | UncheckedIOException e) {
            // Not listening yet, or somebody else's protocol: the caller looks again until its bound.
            return false;
        }
    }

    int port() {
        return port;
    }

    boolean isAlive() {
        return watcher.isAlive();
    }

    /** Closes the pipe: the watcher then stops Redis, and by force if need be. */
    void askToEnd() {
        asked = true;
        try {
            watcher.getOutputStream().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends it, and returns once it has ended. */
    @Override
    public void close() {
        askToEnd();
        try {
            if (!watcher.waitFor(RedisHome.SECONDS_TO_STOP + SECONDS_OF_GRACE, TimeUnit.SECONDS)) {
                log.warn("Embedded Redis did not end: port={} log={}", port, home.log());
            }
        } catch (InterruptedException e) {
            // The pipe is closed: Redis ends without us waiting for it.
            Thread.currentThread().interrupt();
        }
    }

    private void ended(Process process) {
        if (!asked) {
            log.error("Embedded Redis ended by itself: port={} code={} log={}", port, process.exitValue(), home.log());
        }
    }
}
