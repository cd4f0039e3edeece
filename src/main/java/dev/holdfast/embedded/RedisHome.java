package dev.holdfast.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Where one Redis server has its files: a directory of its own, with its log beside it. */
record RedisHome(Path directory, Path log) {

    /** What Redis gets to end by itself; it has nothing to write but the tail of its append-only file. */
    static final int SECONDS_TO_STOP = 5;

    static RedisHome in(DataDirectory data, String name) throws IOException {
        return new RedisHome(data.subdirectory(name), data.path().resolve(name + ".log"));
    }

    Path configuration() {
        return directory.resolve("redis.conf");
    }

    Path pidFile() {
        return directory.resolve("redis.pid");
    }

    /** Redis 6.2 does not see what a later one wrote: it would start empty, and the jobs would seem lost. */
    void refuseDataLaterThan(RedisBinary binary) {
        if (binary.version().startsWith("6.") && Files.exists(directory.resolve("appendonlydir"))) {
            throw new NoEmbeddedRedis("the data in " + directory + " is of Redis 7 or later, and " + binary.path()
                    + " is " + binary.version());
        }
    }

    /** Writes redis.conf; the server runs in its directory, so no path needs quoting. */
    void configure(int port) throws IOException {
        Files.write(
                configuration(),
                List.of(
                        "bind 127.0.0.1",
                        "protected-mode yes",
                        "port " + port,
                        "dir .",
                        "# A job is only accepted once it is on disk.",
                        "appendonly yes",
                        "appendfsync always",
                        "save \"\"",
                        "# A full Redis says so; it never drops a job to make room.",
                        "maxmemory-policy noeviction"),
                StandardCharsets.UTF_8);
    }
}
