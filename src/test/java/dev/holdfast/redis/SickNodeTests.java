package dev.holdfast.redis;

import static dev.holdfast.testing.Jobs.job;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.guard.TestGuards;
import dev.holdfast.job.Deadline;
import dev.holdfast.job.JobQueue;
import dev.holdfast.job.Node;
import dev.holdfast.job.Placement;
import dev.holdfast.job.Reason;
import dev.holdfast.link.RedisLink;
import dev.holdfast.link.RedisUrl;
import dev.holdfast.link.TestLinks;
import dev.holdfast.testing.RedisServer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** One node that refuses, hangs, dies or comes back, without and with the guard around it. */
@Tag("redis")
class SickNodeTests {

    private RedisServer redis = new RedisServer("appendonly yes", "appendfsync always");
    private RedisNode node;
    private RedisLink link;
    private JobQueue queue;

    @AfterEach
    void clear() {
        if (link != null) {
            link.close();
        }
        redis.close();
    }

    @Test
    void writesNothingWhileTheNodeIsAway() {
        connect();
        redis.kill();
        await().until(() -> !link.state().isUp());

        assertThat(place("a")).isInstanceOf(Placement.NotWritten.class);
    }

    @Test
    void saysThatTheConnectionIsRefused() {
        connect();
        redis.kill();

        await().untilAsserted(() -> assertThat(link.state().reason()).isEqualTo(Reason.CONNECTION_REFUSED.word()));
        assertThat(place("a")).isEqualTo(new Placement.NotWritten(Reason.CONNECTION_REFUSED));
    }

    @Test
    void takesJobsAgainWhenTheNodeIsBack() {
        connect();
        Placement.Placed before = (Placement.Placed) place("a");
        redis.kill();
        await().until(() -> !link.state().isUp());

        redis.restart();
        await().until(() -> link.state().isUp());
        Placement.Placed after = (Placement.Placed) place("b");

        assertThat(after.run()).isNotEqualTo(before.run());
        assertThat(place("a")).isInstanceOf(Placement.AlreadyPlaced.class);
    }

    @Test
    void doesNotKnowWhatAFrozenNodeWillDo() {
        connect();
        redis.freeze();

        assertThat(place("a")).isInstanceOf(Placement.InDoubt.class);
    }

    @Test
    void aFrozenNodeThatWakesTooLateWritesNothing() {
        connect();
        redis.freeze();
        place(queue(Duration.ofMillis(400)), "a");
        await().until(() -> !link.state().isUp());

        redis.thaw();

        await().until(() -> link.state().isUp());
        assertThat(redis.commands().exists("rq:job:a", "holdfast:done:a")).isZero();
        assertThat(redis.commands().llen("rq:queue:tests")).isZero();
    }

    @Test
    void aFrozenNodeThatWakesInTimeIsAskedAgainAndHasTheJobOnce() throws InterruptedException {
        connect();
        JobQueue patient = TestGuards.guard().around(Node.PRIMARY, queue);
        redis.freeze();
        Thread waker = new Thread(() -> {
            await().until(() -> !link.state().isUp());
            redis.thaw();
        });
        waker.start();

        Placement placement = place(patient, "a");

        assertThat(placement).isNotInstanceOf(Placement.NotWritten.class);
        waker.join();
        await().until(() -> link.state().isUp());
        assertThat(place("a")).isInstanceOfAny(Placement.Placed.class, Placement.AlreadyPlaced.class);
        assertThat(redis.commands().lrange("rq:queue:tests", 0, -1)).containsExactly("a");
    }

    @Test
    void leavesAReplica() {
        try (RedisServer master = new RedisServer().start()) {
            connect();
            redis.commands().replicaof("127.0.0.1", master.port());

            assertThat(place("a")).isEqualTo(new Placement.NotWritten(Reason.READONLY));
            await().untilAsserted(() -> assertThat(link.state().reason()).isEqualTo(Reason.READONLY.word()));

            redis.commands().replicaofNoOne();
            await().until(() -> link.state().isUp());
            assertThat(place("a")).isInstanceOf(Placement.Placed.class);
        }
    }

    @Test
    void leavesAFullNode() {
        connect();
        redis.commands().configSet("maxmemory", "1");

        assertThat(place("a")).isEqualTo(new Placement.NotWritten(Reason.OOM));
        await().untilAsserted(() -> assertThat(link.state().reason()).isEqualTo(Reason.OOM.word()));

        redis.commands().configSet("maxmemory", "0");
        await().until(() -> link.state().isUp());
        assertThat(place("a")).isInstanceOf(Placement.Placed.class);
    }

    @Test
    void leavesANodeThatMayNotAcceptWritesWithoutReplicas() {
        connect();
        redis.commands().configSet("min-replicas-to-write", "1");

        assertThat(place("a")).isEqualTo(new Placement.NotWritten(Reason.NOREPLICAS));
        await().untilAsserted(() -> assertThat(link.state().reason()).isEqualTo(Reason.NOREPLICAS.word()));
        assertThat(redis.commands().exists("rq:job:a")).isZero();
    }

    @Test
    void noticesThatWritesArePausedThoughPingsAreAnswered() {
        connect();
        redis.commands()
                .dispatch(
                        io.lettuce.core.protocol.CommandType.CLIENT,
                        new io.lettuce.core.output.StatusOutput<>(io.lettuce.core.codec.StringCodec.UTF8),
                        new io.lettuce.core.protocol.CommandArgs<>(io.lettuce.core.codec.StringCodec.UTF8)
                                .add("PAUSE")
                                .add(60_000)
                                .add("WRITE"));

        assertThat(place("a")).isInstanceOf(Placement.InDoubt.class);
        await().until(() -> !link.state().isUp());
        assertThat(redis.commands().ping()).isEqualTo("PONG");
    }

    @Test
    void refusesANodeWhoseUserMayNotDoAllThatPlacingNeeds() {
        redis.start();
        redis.commands()
                .aclSetuser(
                        "app",
                        io.lettuce.core.AclSetuserArgs.Builder.on()
                                .addPassword("secret")
                                .allKeys()
                                .allCommands()
                                .removeCommand(io.lettuce.core.protocol.CommandType.RPUSH));
        open("redis://app:secret@127.0.0.1:" + redis.port());

        await().untilAsserted(() -> assertThat(link.state().reason()).isEqualTo(Reason.NOPERM.word()));
        assertThat(place("a")).isEqualTo(new Placement.NotWritten(Reason.NOPERM));
        assertThat(redis.commands().keys("rq:*")).isEmpty();
    }

    @Test
    void worksWithAUserThatMayDoJustWhatPlacingAndChangingNeed() {
        redis.start();
        io.lettuce.core.AclSetuserArgs rights = io.lettuce.core.AclSetuserArgs.Builder.on()
                .addPassword("secret")
                .keyPattern("rq:*")
                .keyPattern("holdfast:*");
        for (String command : List.of(
                "HELLO",
                "EVAL",
                "EVALSHA",
                "SCRIPT",
                "TIME",
                "GET",
                "SET",
                "SETNX",
                "DEL",
                "EXISTS",
                "HGET",
                "HSET",
                "LLEN",
                "RPUSH",
                "LPUSH",
                "HDEL",
                "HMGET",
                "SISMEMBER",
                "SADD",
                "SREM",
                "SCARD",
                "SMEMBERS",
                "ZADD",
                "ZREM",
                "ZCARD",
                "ZRANGE",
                "ZSCORE",
                "LREM",
                "PERSIST",
                "EXPIRE")) {
            rights.addCommand(io.lettuce.core.protocol.CommandType.valueOf(command));
        }
        redis.commands().aclSetuser("app", rights);
        open("redis://app:secret@127.0.0.1:" + redis.port());

        await().until(() -> link.state().isUp());
        assertThat(place("a")).isInstanceOf(Placement.Placed.class);
    }

    @Test
    void refusesAWrongPassword() {
        redis.close();
        redis = new RedisServer("requirepass right");
        redis.start();
        open("redis://:wrong@127.0.0.1:" + redis.port());

        await().untilAsserted(() -> assertThat(link.state().reason()).isEqualTo(Reason.NOAUTH.word()));
    }

    @Test
    void logsIn() {
        redis.close();
        redis = new RedisServer("requirepass right");
        redis.start();
        open("redis://:right@127.0.0.1:" + redis.port());

        await().until(() -> link.state().isUp());
        assertThat(place("a")).isInstanceOf(Placement.Placed.class);
    }

    @Test
    void waitsForANodeThatIsNotThereYet() {
        redis.start();
        redis.stop();
        open(redis.url());
        await().untilAsserted(() -> assertThat(link.state().reason()).isEqualTo(Reason.CONNECTION_REFUSED.word()));

        redis.start();

        await().until(() -> link.state().isUp());
    }

    private void connect() {
        redis.start();
        open(redis.url());
        await().until(() -> link.state().isUp());
    }

    private void open(String url) {
        node = RedisNode.open(TestLinks.links(), Node.PRIMARY, RedisUrl.parse("test", url));
        link = node.link();
        queue = queue(Duration.ofSeconds(10));
    }

    private JobQueue queue(Duration attempt) {
        return new RedisJobRepository(node, () -> false, attempt);
    }

    private Placement place(String id) {
        return place(queue, id);
    }

    private static Placement place(JobQueue queue, String id) {
        return queue.place(List.of(job(id)), Deadline.in(Duration.ofSeconds(20), System::nanoTime))
                .get(0);
    }
}
