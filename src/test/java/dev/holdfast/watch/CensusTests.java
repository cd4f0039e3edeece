package dev.holdfast.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.groups.Tuple.tuple;

import dev.holdfast.link.RedisUrl;
import dev.holdfast.link.TestLinks;
import dev.holdfast.testing.RedisServer;
import io.lettuce.core.AclSetuserArgs;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.protocol.CommandType;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;

@Tag("redis")
class CensusTests {

    @RegisterExtension
    static final RedisServer SERVER = new RedisServer();

    private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");

    private static RedisConnectionFactory connections;

    private final RedisCommands<String, String> redis = SERVER.commands();

    @BeforeEach
    void clear() {
        SERVER.flushAll();
    }

    @AfterAll
    static void disconnect() throws Exception {
        destroy(connections);
    }

    @Test
    void anEmptyDatabaseHasNothing() {
        Census census = census();

        assertThat(census.queues()).isEmpty();
        assertThat(census.workers()).isEmpty();
        assertThat(census.suspended()).isFalse();
        assertThat(census.complete()).isTrue();
    }

    @Test
    void countsWhatBelongsToAQueue() {
        redis.sadd("rq:queues", "rq:queue:mail");
        redis.rpush("rq:queue:mail", "a", "b", "c");
        redis.hset("rq:job:a", "enqueued_at", "2026-11-24T09:58:00.000000Z");
        redis.hset("rq:job:b", "enqueued_at", "2026-11-24T08:00:00.000000Z");
        redis.zadd("rq:scheduled:mail", at(-60), "due");
        redis.zadd("rq:scheduled:mail", at(60), "later");
        redis.zadd("rq:deferred:mail", 0, "d1");
        redis.zadd("rq:wip:mail", at(90), "w1:0123");
        redis.zadd("rq:wip:mail", at(-900), "w2:4567");
        redis.zadd("rq:wip:mail", at(90), "w3");
        redis.zadd("rq:failed:mail", -1, "f1");
        redis.zadd("rq:finished:mail", Double.POSITIVE_INFINITY, "e1");

        Census.Queue mail = census().queues().get(0);

        assertThat(mail.name()).isEqualTo("mail");
        assertThat(mail.depth()).isEqualTo(3);
        assertThat(mail.waited(NOW)).contains(Duration.ofMinutes(2));
        assertThat(mail.scheduled()).isEqualTo(2);
        assertThat(mail.due()).isEqualTo(1);
        assertThat(mail.deferred()).isEqualTo(1);
        assertThat(mail.started()).isEqualTo(3);
        assertThat(mail.abandoned()).isEqualTo(1);
        assertThat(mail.failed()).isEqualTo(1);
        assertThat(mail.finished()).isEqualTo(1);
        assertThat(mail.scheduler()).isFalse();
    }

    @Test
    void aSchedulerIsThereWhileItsLockIs() {
        redis.sadd("rq:queues", "rq:queue:mail", "rq:queue:reports");
        redis.setex("rq:scheduler-lock:reports", 61, "4711");

        assertThat(census().queues())
                .extracting(Census.Queue::name, Census.Queue::scheduler)
                .containsExactly(tuple("mail", false), tuple("reports", true));
    }

    @Test
    void eachQueueHasItsOwnAgeThoughOthersAreEmpty() {
        redis.sadd("rq:queues", "rq:queue:a", "rq:queue:b", "rq:queue:c", "rq:queue:d");
        redis.rpush("rq:queue:b", "gone");
        redis.rpush("rq:queue:d", "there");
        redis.hset("rq:job:there", "enqueued_at", "2026-11-24T09:59:59.000000Z");

        assertThat(census().queues())
                .extracting(queue -> queue.waited(NOW).orElse(null))
                .containsExactly(null, null, null, Duration.ofSeconds(1));
    }

    @Test
    void readsNamesThatThisServiceWouldRefuse() {
        redis.sadd("rq:queues", "rq:queue:high priority", "rq:queue:café");
        redis.rpush("rq:queue:café", "a");

        assertThat(census().queues())
                .extracting(Census.Queue::name, Census.Queue::depth)
                .containsExactly(tuple("café", 1L), tuple("high priority", 0L));
    }

    @Test
    void aClockThatIsBehindGivesNoNegativeAge() {
        redis.sadd("rq:queues", "rq:queue:mail");
        redis.rpush("rq:queue:mail", "a");
        redis.hset("rq:job:a", "enqueued_at", "2026-11-24T10:00:05.000000Z");

        assertThat(census().queues().get(0).waited(NOW)).contains(Duration.ZERO);
    }

    @Test
    void workersListenOnQueuesUntilTheyDie() {
        worker("one", Map.of("queues", "mail,reports", "state", "idle", "version", "1.16.2"));
        worker("two", Map.of("queues", "mail", "state", "busy"));
        worker("gone", Map.of("queues", "mail", "state", "idle", "death", "2026-11-24T09:59:30.000000Z"));
        redis.sadd("rq:workers", "rq:worker:expired");
        redis.sadd("rq:queues", "rq:queue:mail", "rq:queue:reports");

        Census census = census();

        assertThat(census.workers()).hasSize(4);
        assertThat(census.workersAlive()).isEqualTo(2);
        assertThat(census.queues()).extracting(census::workersOn).containsExactly(2L, 1L);
        assertThat(census.workers())
                .filteredOn(worker -> worker.name().equals("one"))
                .singleElement()
                .satisfies(one -> {
                    assertThat(one.queues()).containsExactly("mail", "reports");
                    assertThat(one.state()).isEqualTo("idle");
                    assertThat(one.version()).contains("1.16.2");
                    assertThat(one.heartbeat()).contains(Instant.parse("2026-11-24T09:59:00Z"));
                });
    }

    @Test
    void saysWhenWorkersWereToldToPause() {
        redis.set("rq:suspended", "1");

        assertThat(census().suspended()).isTrue();
    }

    @Test
    void looksAtNoMoreThan500AndSaysSo() {
        redis.sadd(
                "rq:queues",
                IntStream.range(0, 1200).mapToObj(i -> "rq:queue:q" + i).toArray(String[]::new));

        assertThat(census().queues()).hasSize(Census.MOST);
        assertThat(census().complete()).isFalse();
    }

    @Test
    void aKeyOfAnotherTypeIsAnError() {
        redis.sadd("rq:queues", "rq:queue:mail");
        redis.set("rq:queue:mail", "nonsense");

        assertThatExceptionOfType(DataAccessException.class).isThrownBy(this::census);
        SERVER.flushAll();
        assertThat(census().queues()).isEmpty();
    }

    @Test
    void aUserWhoMayNotCountIsTold() throws Exception {
        redis.aclSetuser(
                "narrow",
                AclSetuserArgs.Builder.on()
                        .addPassword("secret")
                        .keyPattern("rq:*")
                        .addCommand(CommandType.SCAN));
        RedisConnectionFactory narrow = TestLinks.links()
                .connectionFactory(RedisUrl.parse("test", "redis://narrow:secret@127.0.0.1:" + SERVER.port()));

        try {
            assertThatExceptionOfType(DataAccessException.class).isThrownBy(() -> census(narrow));
        } finally {
            destroy(narrow);
        }
    }

    private void worker(String name, Map<String, String> fields) {
        redis.sadd("rq:workers", "rq:worker:" + name);
        redis.hset("rq:worker:" + name, fields);
        redis.hset("rq:worker:" + name, "last_heartbeat", "2026-11-24T09:59:00.000000Z");
    }

    private static double at(long seconds) {
        return (double) NOW.plusSeconds(seconds).getEpochSecond();
    }

    private Census census() {
        if (connections == null) {
            connections = TestLinks.links().connectionFactory(RedisUrl.parse("test", SERVER.url()));
        }
        return census(connections);
    }

    private static Census census(RedisConnectionFactory from) {
        try (RedisConnection connection = from.getConnection()) {
            return Census.read(connection, NOW);
        }
    }

    private static void destroy(RedisConnectionFactory opened) throws Exception {
        if (opened instanceof DisposableBean open) {
            open.destroy();
        }
    }
}
