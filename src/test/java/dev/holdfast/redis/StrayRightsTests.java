package dev.holdfast.redis;

import static dev.holdfast.testing.Jobs.job;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.job.Claim;
import dev.holdfast.testing.RedisServer;
import io.lettuce.core.AclSetuserArgs;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.protocol.CommandType;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a Redis user needs at the standby. */
@Tag("redis")
@Tag("thorough")
class StrayRightsTests {

    private static final Duration LEASE = Duration.ofSeconds(30);
    /** The README's list, but for what a standby's links need besides. */
    private static final List<CommandType> RIGHTS = List.of(
            CommandType.HELLO,
            CommandType.EVAL,
            CommandType.EVALSHA,
            CommandType.SCRIPT,
            CommandType.TIME,
            CommandType.GET,
            CommandType.SET,
            CommandType.SETNX,
            CommandType.DEL,
            CommandType.EXISTS,
            CommandType.HGET,
            CommandType.HSET,
            CommandType.LLEN,
            CommandType.RPUSH,
            CommandType.LPUSH,
            CommandType.SISMEMBER,
            CommandType.SADD,
            CommandType.EXPIRE,
            CommandType.ZADD,
            CommandType.ZCARD,
            CommandType.ZRANGE,
            CommandType.ZREM,
            CommandType.HLEN,
            CommandType.HMGET,
            CommandType.HGETALL,
            CommandType.HDEL,
            CommandType.PTTL,
            CommandType.TTL,
            CommandType.PERSIST,
            CommandType.SCARD,
            CommandType.SREM,
            CommandType.SMEMBERS,
            CommandType.ZSCORE,
            CommandType.LPOS,
            CommandType.LREM);

    @RegisterExtension
    static final RedisServer REDIS = new RedisServer();

    private RedisCommands<String, String> redis;

    @BeforeEach
    void connect() {
        REDIS.flushAll();
        redis = REDIS.commands();
    }

    @AfterEach
    void forget() {
        redis.aclDeluser("app");
    }

    @Test
    void needsNoRightsThatTheReadmeDoesNotName() {
        allow(RIGHTS);
        try (StrayNode restricted = new StrayNode("redis://app:secret@127.0.0.1:" + REDIS.port()).awaitUp()) {
            Strays mine = restricted.strays();
            restricted.strand(job("a"), job("b"), job("c"));

            List<Claim> claims = mine.claim(3, LEASE);
            mine.release(claims.subList(0, 1));
            mine.setAside(claims.get(1), "conflict");
            mine.finish(claims.subList(2, 3));

            assertThat(redis.lrange("rq:queue:tests", 0, -1)).containsExactly("a");
            assertThat(redis.zrange("holdfast:aside", 0, -1)).containsExactly("b");
            assertThat(redis.exists("rq:job:c", "holdfast:claims")).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PERSIST",
                "ZADD",
                "ZCARD",
                "ZRANGE",
                "ZREM",
                "ZSCORE",
                "HLEN",
                "HMGET",
                "HGETALL",
                "HDEL",
                "TTL",
                "PTTL",
                "LPOS",
                "LREM",
                "SCARD",
                "SREM",
                "SMEMBERS"
            })
    void aUserWithoutARightIsFoundOutBeforeAJobIs(String missing) {
        allow(RIGHTS.stream().filter(right -> !right.name().equals(missing)).toList());

        try (StrayNode restricted = new StrayNode("redis://app:secret@127.0.0.1:" + REDIS.port())) {
            await().untilAsserted(() ->
                    assertThat(restricted.node().link().state().reason()).isEqualTo("noperm"));
        }
    }

    private void allow(List<CommandType> commands) {
        AclSetuserArgs rights = AclSetuserArgs.Builder.on()
                .addPassword("secret")
                .keyPattern("rq:*")
                .keyPattern("holdfast:*");
        commands.forEach(rights::addCommand);
        redis.aclSetuser("app", rights);
    }
}
