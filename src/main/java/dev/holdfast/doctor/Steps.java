package dev.holdfast.doctor;

import dev.holdfast.job.Node;
import dev.holdfast.job.Reason;
import dev.holdfast.link.RedisUrl;
import dev.holdfast.link.ServerErrors;
import dev.holdfast.rq.RqKeys;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisStringCommands.SetOption;
import org.springframework.data.redis.core.Cursor;
import org.springframework.data.redis.core.ScanOptions;
import org.springframework.data.redis.core.types.Expiration;

/** What a visit asks a node, in this order; nothing is written but one probe, which expires. */
final class Steps {

    static final int PROBES = 100;
    /** Spread over half a second, probes meet more of what holds a node up; and CPU time is measured meanwhile. */
    private static final Duration BETWEEN_PROBES = Duration.ofMillis(5);
    /** So that a far node leaves time for the other questions. */
    private static final Duration LONGEST_PROBING = Duration.ofSeconds(3);
    /** Enough for a share in per cent, and some twenty answers. */
    private static final int SAMPLE = 10_000;

    private static final int SCANNED_AT_ONCE = 500;
    /** Longer than a run. */
    private static final Duration PROBE_LIVES = Duration.ofMinutes(1);

    private static final List<String> CONFIG = List.of(
            "save",
            "appendonly",
            "appendfsync",
            "stop-writes-on-bgsave-error",
            "min-replicas-to-write",
            "timeout",
            "client-output-buffer-limit",
            "slowlog-log-slower-than",
            "latency-monitor-threshold");

    private final Node node;
    private final RedisUrl url;
    private final String probe;
    private final Times times;
    private long began;
    /** What came of writing the probe. */
    private @Nullable Contact written;

    /** @param probe the key of this run's probe */
    Steps(Node node, RedisUrl url, String probe, Times times) {
        this.node = node;
        this.url = url;
        this.probe = probe;
        this.times = times;
    }

    /** For one thread, and one run. */
    List<Step<?>> inOrder() {
        return List.of(
                new Step<>(Part.EARLIER, "INFO", this::firstInfo),
                new Step<>(Part.CONFIG, "CONFIG", Steps::config),
                new Step<>(Part.WRITE, "SET", this::write),
                new Step<>(Part.DENIED, "a command", this::denied),
                new Step<>(Part.CLOCK, "TIME", this::clock),
                new Step<>(Part.DATASET, "GET", Steps::dataset),
                new Step<>(Part.WORKERS_HERE, "EXISTS", Steps::workersHere),
                new Step<>(
                        Part.CENSUS,
                        "SSCAN, EXISTS, LLEN, LINDEX, ZCARD, ZCOUNT, HGET or HMGET",
                        connection ->
                                WorkerSteps.census(connection, times.clock().instant())),
                new Step<>(Part.JOBS, "LRANGE, ZREVRANGE, HSTRLEN, HMGET or XREVRANGE", WorkerSteps::jobs),
                new Step<>(Part.SLOW, "SLOWLOG", Telling::slow),
                new Step<>(Part.LATENCY, "LATENCY", Telling::latency),
                new Step<>(Part.ROUND_TRIPS, "PING", this::roundTrips),
                new Step<>(Part.INFO, "INFO", Steps::info),
                new Step<>(Part.BETWEEN, "INFO", connection -> Seen.of(since(began))),
                new Step<>(Part.SWAP, "INFO", connection -> info(connection).flatMap(info -> Swap.of(url, info))),
                new Step<>(Part.PROOFS, "SCAN", Steps::proofs));
    }

    private Seen<Info> firstInfo(RedisConnection connection) {
        Seen<Info> info = info(connection);
        began = times.nanoTime().getAsLong();
        return info;
    }

    private static Seen<Info> info(RedisConnection connection) {
        Properties told = connection.serverCommands().info();
        return told == null ? Seen.not("the server tells nothing of itself") : Seen.of(new Info(texts(told)));
    }

    private static Seen<Map<String, String>> config(RedisConnection connection) {
        Map<String, String> lines = new HashMap<>();
        for (String name : CONFIG) {
            Properties told = connection.serverCommands().getConfig(name);
            lines.putAll(told == null ? Map.of() : texts(told));
        }
        return Seen.of(lines);
    }

    private Seen<Contact> write(RedisConnection connection) {
        long start = times.nanoTime().getAsLong();
        Contact contact;
        try {
            connection
                    .stringCommands()
                    .set(bytes(probe), new byte[0], Expiration.from(PROBE_LIVES), SetOption.upsert());
            contact = Contact.made(since(start), "");
        } catch (DataAccessException refused) {
            contact = Contact.failed(ServerErrors.reasonOf(refused), since(start), "");
        }
        written = contact;
        return Seen.of(contact);
    }

    private Seen<List<String>> denied(RedisConnection connection) {
        Optional<Reason> obstacle = written == null ? Optional.empty() : written.obstacle();
        if (obstacle.filter(reason -> reason == Reason.NOPERM).isPresent()) {
            return Seen.of(List.of("set, or keys that begin with holdfast:"));
        } else if (obstacle.filter(reason -> reason != Reason.READONLY).isPresent()) {
            // On a key that is not there, the commands would write.
            return Seen.not("the probe on which commands are tried could not be written");
        }
        return Seen.of(Rights.denied(connection, node, probe));
    }

    private Seen<Duration> clock(RedisConnection connection) {
        Instant before = times.clock().instant();
        Long millis = connection.serverCommands().time(TimeUnit.MILLISECONDS);
        Duration took = Duration.between(before, times.clock().instant());
        return millis == null
                ? Seen.not("the server does not tell the time")
                : Seen.of(Duration.between(before.plus(took.dividedBy(2)), Instant.ofEpochMilli(millis)));
    }

    private static Seen<String> dataset(RedisConnection connection) {
        byte[] value = connection.stringCommands().get(bytes("holdfast:node"));
        return Seen.of(value == null ? "" : new String(value, StandardCharsets.UTF_8));
    }

    private static Seen<Boolean> workersHere(RedisConnection connection) {
        return Seen.of(Boolean.TRUE.equals(connection.keyCommands().exists(bytes("rq:workers"))));
    }

    private Seen<RoundTrips> roundTrips(RedisConnection connection) {
        long start = times.nanoTime().getAsLong();
        List<Duration> took = new ArrayList<>(PROBES);
        int lost = 0;
        while (took.size() + lost < PROBES && since(start).compareTo(LONGEST_PROBING) < 0) {
            long asked = times.nanoTime().getAsLong();
            try {
                connection.ping();
                took.add(since(asked));
            } catch (QueryTimeoutException silent) {
                lost++;
            }
            times.pause().accept(BETWEEN_PROBES);
        }
        return Seen.of(new RoundTrips(took, lost));
    }

    private static Seen<Proofs> proofs(RedisConnection connection) {
        byte[] prefix = bytes(RqKeys.DONE);
        Long keys = connection.serverCommands().dbSize();
        long looked = 0;
        long found = 0;
        try (Cursor<byte[]> cursor = connection
                .keyCommands()
                .scan(ScanOptions.scanOptions().count(SCANNED_AT_ONCE).build())) {
            while (looked < SAMPLE && cursor.hasNext()) {
                looked++;
                found += startsWith(cursor.next(), prefix) ? 1 : 0;
            }
        }
        return Seen.of(new Proofs(looked, found, keys == null ? looked : keys));
    }

    private static boolean startsWith(byte[] key, byte[] prefix) {
        return key.length >= prefix.length && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
    }

    private static Map<String, String> texts(Properties properties) {
        Map<String, String> texts = new HashMap<>();
        properties.stringPropertyNames().forEach(name -> texts.put(name, properties.getProperty(name)));
        return texts;
    }

    private Duration since(long start) {
        return Duration.ofNanos(times.nanoTime().getAsLong() - start);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
