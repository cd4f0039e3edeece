package dev.holdfast.backup;

import dev.holdfast.testing.RedisServer;
import io.lettuce.core.Range;
import io.lettuce.core.ScoredValue;
import io.lettuce.core.api.sync.RedisCommands;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * All that a Redis holds, as text that can be compared. Moments that count from when they were written are left out: how
 * long a key lives, and the scores that say so.
 */
record Snapshot(Map<String, String> keys) {

    static Snapshot of(RedisServer redis) {
        RedisCommands<byte[], byte[]> commands = redis.byteCommands();
        Map<String, String> keys = new TreeMap<>();
        for (byte[] key : commands.keys(Latin.bytes("*"))) {
            String expires = commands.pttl(key) < 0 ? "" : " expires";
            keys.put(Latin.text(key), value(commands, key) + expires);
        }
        return new Snapshot(keys);
    }

    Snapshot withoutProofsAndGroups() {
        return without(key -> key.startsWith("holdfast:") || key.startsWith("rq:group"));
    }

    Snapshot without(Predicate<String> unwanted) {
        return new Snapshot(keys.entrySet().stream()
                .filter(entry -> !unwanted.test(entry.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (a, b) -> a, TreeMap::new)));
    }

    private static String value(RedisCommands<byte[], byte[]> commands, byte[] key) {
        return switch (commands.type(key)) {
            case "hash" ->
                commands.hgetall(key).entrySet().stream()
                        .map(entry -> Latin.text(entry.getKey()) + "=" + Latin.text(entry.getValue()))
                        .sorted()
                        .toList()
                        .toString();
            case "list" ->
                commands.lrange(key, 0, -1).stream().map(Latin::text).toList().toString();
            case "set" ->
                commands.smembers(key).stream()
                        .map(Latin::text)
                        .sorted()
                        .toList()
                        .toString();
            case "zset" ->
                commands.zrangeWithScores(key, 0, -1).stream()
                        .map(value -> scored(Latin.text(key), value))
                        .sorted()
                        .toList()
                        .toString();
            case "stream" ->
                commands.xrange(key, Range.unbounded()).stream()
                        .map(message -> message.getId()
                                + message.getBody().entrySet().stream()
                                        .map(entry -> Latin.text(entry.getKey()) + "=" + Latin.text(entry.getValue()))
                                        .sorted()
                                        .toList())
                        .toList()
                        .toString();
            default -> Latin.text(commands.get(key));
        };
    }

    private static String scored(String key, ScoredValue<byte[]> value) {
        boolean expiry = key.startsWith("rq:finished:") || key.startsWith("rq:failed:");
        return Latin.text(value.getValue()) + (expiry ? "" : "@" + value.getScore());
    }
}
