package dev.holdfast.embedded;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** The process ids of the pair in a data directory. */
record Pids(long primary, long standby) {

    static Pids in(Path dataDirectory) throws IOException {
        return new Pids(
                read(dataDirectory.resolve("redis-primary/redis.pid")),
                read(dataDirectory.resolve("redis-standby/redis.pid")));
    }

    private static long read(Path file) throws IOException {
        return Long.parseLong(Files.readString(file).strip());
    }

    Stream<Long> all() {
        return Stream.of(primary, standby);
    }

    boolean anyAlive() {
        return all().anyMatch(pid -> ProcessHandle.of(pid).isPresent());
    }

    void awaitEnd() {
        await().atMost(Duration.ofSeconds(20)).until(() -> !anyAlive());
    }

    /** The process group: what the terminal's Ctrl-C reaches is the group in its foreground. */
    static long groupOf(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        List<String> fields = List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" "));
        return Long.parseLong(fields.get(2));
    }
}
