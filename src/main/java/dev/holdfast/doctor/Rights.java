package dev.holdfast.doctor;

import dev.holdfast.job.Node;
import dev.holdfast.job.Reason;
import dev.holdfast.link.AnyCommand;
import dev.holdfast.link.ServerErrors;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.data.redis.RedisConnectionFailureException;
import org.springframework.data.redis.connection.RedisConnection;

/**
 * Tries every command that Holdfast needs, so that nothing is written: on a key that is not there, or on the probe, a
 * string that no command for lists, sets or hashes touches. Redis asks what the user may do before it looks at the key.
 *
 * <p>Works where {@code ACL DRYRUN} does not: before Redis 7, at a provider, and for a user without rights to {@code ACL}.
 */
final class Rights {

    private static final String NONE = ":none";

    private Rights() {}

    /** What the user of this connection lacks: commands, and patterns of keys. */
    static List<String> denied(RedisConnection connection, Node node, String probe) {
        List<String> denied = new ArrayList<>();
        rehearsals(node, probe).forEach(words -> {
            String lacking = lacking(connection, words);
            if (!lacking.isEmpty() && !denied.contains(lacking)) {
                denied.add(lacking);
            }
        });
        return denied;
    }

    /** Each a command with its arguments. */
    static Stream<List<String>> rehearsals(Node node, String probe) {
        String none = probe + NONE;
        Stream<List<String>> both = Stream.of(
                List.of("ping"),
                List.of("time"),
                List.of("get", probe),
                List.of("set", probe, "", "XX", "KEEPTTL"),
                List.of("setnx", probe, ""),
                List.of("exists", probe),
                List.of("del", none),
                List.of("expire", none, "1"),
                List.of("hget", none, "field"),
                List.of("hset", probe, "field", ""),
                List.of("hdel", none, "field"),
                List.of("llen", none),
                List.of("rpush", probe, ""),
                List.of("lpush", probe, ""),
                List.of("sadd", probe, ""),
                List.of("sismember", none, ""),
                List.of("hmget", none, "field"),
                List.of("persist", none),
                List.of("lrem", none, "0", ""),
                List.of("smembers", none),
                List.of("scard", none),
                List.of("srem", none, ""),
                List.of("zadd", probe, "1", ""),
                List.of("zcard", none),
                List.of("zrange", none, "0", "0"),
                List.of("zrem", none, ""),
                List.of("zscore", none, ""),
                List.of("hgetall", none),
                List.of("xrevrange", none, "+", "-", "COUNT", "1"),
                List.of("eval", "return 1", "0"),
                List.of("evalsha", "0".repeat(40), "0"),
                List.of("script", "load", "return 1"),
                List.of("exists", "rq:job:" + none));
        Stream<List<String>> homeward = Stream.of(
                List.of("hlen", none), List.of("ttl", none), List.of("pttl", none), List.of("lpos", none, ""));
        return node == Node.STANDBY ? Stream.concat(both, homeward) : both;
    }

    private static String lacking(RedisConnection connection, List<String> words) {
        try {
            AnyCommand.send(
                    connection, words.get(0), words.subList(1, words.size()).toArray(String[]::new));
            return "";
        } catch (RedisConnectionFailureException | QueryTimeoutException silent) {
            throw silent;
        } catch (DataAccessException refused) {
            if (Obstacles.says(refused, "unknown command")) {
                return words.get(0);
            } else if (ServerErrors.reasonOf(refused) != Reason.NOPERM) {
                return "";
            }
            return Obstacles.says(refused, "to access") ? pattern(words.get(1)) : name(words);
        }
    }

    private static String pattern(String key) {
        return "~" + key.substring(0, key.indexOf(':')) + ":*";
    }

    /** As it stands in an ACL. */
    static String name(List<String> words) {
        return words.get(0).equals("script") ? "script|load" : words.get(0);
    }
}
