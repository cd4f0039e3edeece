package dev.holdfast.doctor;

import dev.holdfast.link.AnyCommand;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.springframework.data.redis.connection.RedisConnection;

/** What a node has written down of its own delays. */
final class Telling {

    private static final String ENTRIES = "32";
    private static final int LONGEST_NAME = 40;

    private Telling() {}

    /** The newest entries of the slow log: number, time, microseconds, words of the command. */
    static Seen<List<SlowCommand>> slow(RedisConnection connection) {
        long now = now(connection);
        List<SlowCommand> commands = new ArrayList<>();
        for (Object entry : AnyCommand.send(connection, "SLOWLOG", "GET", ENTRIES)) {
            if (entry instanceof List<?> fields && fields.size() >= 4 && fields.get(3) instanceof List<?> words) {
                Duration took = Duration.of(number(fields.get(2)), TimeUnit.MICROSECONDS.toChronoUnit());
                String command = words.isEmpty() ? "" : text(words.get(0));
                commands.add(new SlowCommand(command, took, Duration.ofSeconds(now - number(fields.get(1)))));
            }
        }
        return Seen.of(List.copyOf(commands));
    }

    /** Each event: name, time of the last, its milliseconds, those of the longest. */
    static Seen<List<LatencyEvent>> latency(RedisConnection connection) {
        long now = now(connection);
        List<LatencyEvent> events = new ArrayList<>();
        for (Object event : AnyCommand.send(connection, "LATENCY", "LATEST")) {
            if (event instanceof List<?> fields && fields.size() >= 4) {
                events.add(new LatencyEvent(
                        text(fields.get(0)),
                        Duration.ofMillis(number(fields.get(2))),
                        Duration.ofMillis(number(fields.get(3))),
                        Duration.ofSeconds(now - number(fields.get(1)))));
            }
        }
        return Seen.of(List.copyOf(events));
    }

    private static long now(RedisConnection connection) {
        Long seconds = connection.serverCommands().time(TimeUnit.SECONDS);
        return seconds == null ? 0 : seconds;
    }

    private static long number(Object value) {
        return value instanceof Long number ? number : 0;
    }

    /** Only what can be part of a command's name, as the rest is somebody's data. */
    private static String text(Object value) {
        String text = value instanceof byte[] bytes ? new String(bytes, StandardCharsets.US_ASCII) : "";
        String clean = text.replaceAll("[^A-Za-z0-9._|-]", "?");
        return clean.substring(0, Math.min(clean.length(), LONGEST_NAME));
    }
}
