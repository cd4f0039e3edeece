package dev.holdfast.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A primary and a standby Redis on loopback, for trying the service out: real servers that write each job to disk before
 * they answer.
 *
 * <p>They keep their data over restarts and end with the service, however it ends. A server that ends by itself is logged
 * and not started again. Safe for all threads.
 */
public final class EmbeddedRedis implements AutoCloseable {

    static final int USUAL_PORT = 6379;

    private static final Logger log = LoggerFactory.getLogger(EmbeddedRedis.class);

    /** A service that was killed gives its servers {@link RedisHome#SECONDS_TO_STOP} before they are killed. */
    private static final Duration PATIENCE_WITH_FORMER = Duration.ofSeconds(RedisHome.SECONDS_TO_STOP + 5);

    private final DataDirectory directory;
    private final RedisBinary binary;
    private final RedisProcess primary;
    private final RedisProcess standby;

    private EmbeddedRedis(DataDirectory directory, RedisBinary binary, RedisProcess primary, RedisProcess standby) {
        this.directory = directory;
        this.binary = binary;
        this.primary = primary;
        this.standby = standby;
    }

    /**
     * Starts both, on the first free ports from this one on.
     *
     * @param searchPath where {@code redis-server}, {@code sh} and {@code setsid} are looked for
     */
    static EmbeddedRedis start(Path dataDirectory, SearchPath searchPath, int firstPort, LongSupplier nanoTime) {
        DataDirectory directory = DataDirectory.open(dataDirectory);
        @Nullable RedisProcess primary = null;
        @Nullable EmbeddedRedis pair = null;
        try {
            RedisBinary binary = RedisBinary.find(searchPath, directory);
            RedisHome primaryHome = RedisHome.in(directory, "redis-primary");
            RedisHome standbyHome = RedisHome.in(directory, "redis-standby");
            new FormerRedis(primaryHome).awaitEnd(PATIENCE_WITH_FORMER);
            new FormerRedis(standbyHome).awaitEnd(PATIENCE_WITH_FORMER);
            primaryHome.refuseDataLaterThan(binary);
            standbyHome.refuseDataLaterThan(binary);
            RedisLauncher launcher = new RedisLauncher(binary, searchPath, directory, nanoTime);
            primary = launcher.launch(primaryHome, firstPort);
            RedisProcess standby = launcher.launch(standbyHome, primary.port() + 1);
            pair = new EmbeddedRedis(directory, binary, primary, standby);
            log.info("Embedded Redis runs: {}", pair);
            return pair;
        } catch (IOException e) {
            throw new NoEmbeddedRedis("the data directory " + dataDirectory + " cannot be used: " + e, e);
        } finally {
            if (pair == null) {
                if (primary != null) {
                    primary.close();
                }
                directory.close();
            }
        }
    }

    public String primaryUrl() {
        return "redis://127.0.0.1:" + primary.port();
    }

    public String standbyUrl() {
        return "redis://127.0.0.1:" + standby.port();
    }

    /** The version of both servers, such as {@code 7.0.15}. */
    public String version() {
        return binary.version();
    }

    /** The {@code redis-server} that both run: the system's or the shipped one. */
    public Path binary() {
        return binary.path();
    }

    public Path dataDirectory() {
        return directory.path();
    }

    /** Ends both gracefully and returns once they have ended; then another service may use the directory. */
    @Override
    public void close() {
        primary.askToEnd();
        standby.close();
        primary.close();
        directory.close();
    }

    @Override
    public String toString() {
        return "version=" + version() + " primary=" + primaryUrl() + " standby=" + standbyUrl() + " data="
                + dataDirectory() + " binary=" + binary();
    }
}
