package dev.holdfast.testing;

import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.springframework.util.FileSystemUtils;

/**
 * A real {@code redis-server} on a free loopback port and an empty directory, for one test class or one test.
 *
 * <p>As a {@code @RegisterExtension static} field it is started before the class and killed after it; elsewhere
 * {@link #start()} and {@link #close()} do that. It persists nothing unless {@code appendonly yes} is given. Test classes
 * that use it carry {@code @Tag("redis")}. For one thread.
 */
public final class RedisServer implements BeforeAllCallback, AfterAllCallback, AutoCloseable {

    private static final int ATTEMPTS = 5;

    private final List<String> settings;
    private final Thread killAtExit = new Thread(this::killHard, "kill-test-redis");
    private @Nullable Port port;
    private @Nullable Path directory;
    private volatile @Nullable RedisChild child;
    private @Nullable RedisConnections connections;

    /**
     * Not started yet; each setting is a line of redis.conf, such as {@code maxmemory 1mb}. One that begins with {@code
     * sentinel} makes it a Sentinel.
     */
    public RedisServer(String... settings) {
        // A replica's first copy would wait 5 s for others, on Redis 7.
        Stream<String> always = Stream.of("bind 127.0.0.1", "save \"\"", "repl-diskless-sync-delay 0");
        this.settings = Stream.concat(always, Stream.of(settings)).toList();
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        start();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        close();
    }

    /** Starts it, on its former port and data if it ran before; returns once it answers. */
    public RedisServer start() {
        Path binary = RedisBinaries.chosen();
        if (isRunning()) {
            throw new IllegalStateException("already running: " + this);
        }
        Path home = directory();
        boolean firstStart = port == null;
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            if (firstStart) {
                // Where a port cannot be kept somebody may take it before Redis does; then the next attempt uses
                // another.
                leavePort();
                port = new Port();
            }
            RedisChild launched = RedisChild.launch(binary, home, settings, port());
            child = launched;
            if (launched.awaitStart()) {
                return this;
            }
        }
        throw new IllegalStateException("redis-server does not start: " + log(home));
    }

    public boolean isRunning() {
        return child != null && child.process().isAlive();
    }

    /** Ends it gracefully (SIGTERM), frozen or not. */
    public void stop() {
        RedisChild running = running();
        // First: one that has ended takes no more signals.
        running.thaw();
        running.process().destroy();
        running.awaitEnd();
    }

    /** Ends it on the spot (SIGKILL). */
    public void kill() {
        running();
        killHard();
    }

    /** Stops it from doing anything while its connections stay open (SIGSTOP); returns once it stands still. */
    public void freeze() {
        running().freeze();
    }

    /** Lets it go on (SIGCONT). */
    public void thaw() {
        running().thaw();
    }

    /** Ends it gracefully if it runs, and starts it again on the same port and data. */
    public void restart() {
        if (isRunning()) {
            stop();
        }
        start();
    }

    /** {@code redis://127.0.0.1:port}, without a password. */
    public String url() {
        return "redis://127.0.0.1:" + port();
    }

    public int port() {
        if (port == null) {
            throw new IllegalStateException("not started yet");
        }
        return port.number();
    }

    public long pid() {
        return running().process().pid();
    }

    /** What the running server says about itself, such as {@code 6.2.11}. */
    public String version() {
        String name = "redis_version:";
        return commands()
                .info("server")
                .lines()
                .filter(line -> line.startsWith(name))
                .findFirst()
                .orElseThrow()
                .substring(name.length());
    }

    /** A synchronous client for assertions; it comes back by itself after a restart. */
    public RedisCommands<String, String> commands() {
        return connections().text();
    }

    /** The same for keys and values that are not text. */
    public RedisCommands<byte[], byte[]> byteCommands() {
        return connections().bytes();
    }

    public void flushAll() {
        commands().flushall();
    }

    /** Kills it and removes its data. */
    @Override
    public void close() {
        if (connections != null) {
            connections.close();
            connections = null;
        }
        killHard();
        leavePort();
        if (directory != null) {
            Runtime.getRuntime().removeShutdownHook(killAtExit);
            FileSystemUtils.deleteRecursively(directory.toFile());
            directory = null;
        }
    }

    @Override
    public String toString() {
        return "RedisServer{" + (port == null ? "not started" : url()) + "}";
    }

    private void killHard() {
        RedisChild last = child;
        if (last != null) {
            last.process().destroyForcibly();
            last.awaitEnd();
        }
    }

    private RedisChild running() {
        RedisChild last = child;
        if (last == null || !last.process().isAlive()) {
            throw new IllegalStateException("not running: " + this);
        }
        return last;
    }

    private RedisConnections connections() {
        if (connections == null) {
            connections = new RedisConnections(port(), settings);
        }
        return connections;
    }

    private Path directory() {
        try {
            if (directory == null) {
                directory = Files.createTempDirectory("holdfast-redis");
                Runtime.getRuntime().addShutdownHook(killAtExit);
            }
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String log(Path home) {
        try {
            return Files.readString(home.resolve("redis.log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its number is still known. */
    private void leavePort() {
        if (port != null) {
            port.close();
        }
    }
}
