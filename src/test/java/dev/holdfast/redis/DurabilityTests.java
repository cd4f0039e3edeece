package dev.holdfast.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.guard.TestGuards;
import dev.holdfast.job.Node;
import dev.holdfast.job.Safety;
import dev.holdfast.link.RedisLink;
import dev.holdfast.link.RedisUrl;
import dev.holdfast.link.TestLinks;
import dev.holdfast.testing.RedisServer;
import io.lettuce.core.AclSetuserArgs;
import java.time.Duration;
import java.util.function.BiFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.data.redis.connection.RedisConnectionFactory;

/** From when on a node is trusted to survive a crash with what it accepted. */
@Tag("redis")
@Tag("one-redis-is-enough")
class DurabilityTests {

    private static final Duration FRESH = Duration.ofMillis(1);
    private static final Duration OLD = Duration.ofMillis(2_500);

    private RedisServer redis = new RedisServer("appendonly yes", "appendfsync everysec");
    private RedisLink link;
    private RedisConnectionFactory connections;
    private BiFunction<String, Duration, Safety> durability;

    @AfterEach
    void clear() throws Exception {
        if (connections instanceof DisposableBean open) {
            open.destroy();
        }
        if (link != null) {
            link.close();
        }
        redis.close();
    }

    @Test
    void trustsADiskThatIsWrittenBeforeEachAnswer() {
        redis = new RedisServer("appendonly yes", "appendfsync always");
        connect("");

        assertThat(durability.apply(run(), FRESH)).isEqualTo(Safety.SAFE);
    }

    @Test
    void waitsForADiskThatMayBeLate() {
        connect("");

        assertThat(durability.apply(run(), FRESH)).isEqualTo(Safety.WAITING);
        assertThat(durability.apply(run(), OLD)).isEqualTo(Safety.SAFE);
    }

    @Test
    void takesANodeWithoutADiskForSafeAsNobodyCanHelpIt() {
        redis = new RedisServer();
        connect("");

        assertThat(durability.apply(run(), FRESH)).isEqualTo(Safety.SAFE);
    }

    @Test
    void trustsNothingFromAnEarlierRun() {
        connect("");
        String before = run();
        redis.kill();
        await().until(() -> !link.state().isUp());
        assertThat(durability.apply(before, OLD)).isEqualTo(Safety.WAITING);

        redis.restart();
        await().until(() -> link.state().isUp());

        assertThat(durability.apply(before, OLD)).isEqualTo(Safety.RUN_OVER);
        await().until(() -> durability.apply(run(), OLD) == Safety.SAFE);
    }

    @Test
    void waitsAsForALateDiskWhereTheConfigurationIsNotTold() {
        redis = new RedisServer("appendonly yes", "appendfsync always");
        connect("CONFIG");

        assertThat(durability.apply(run(), FRESH)).isEqualTo(Safety.WAITING);
        assertThat(durability.apply(run(), OLD)).isEqualTo(Safety.SAFE);
    }

    @Test
    void goesByTheLinkWhereNothingIsTold() {
        connect("INFO");
        assertThat(run()).isEmpty();
        assertThat(durability.apply(run(), Duration.ZERO)).isEqualTo(Safety.WAITING);
        await().until(() -> link.state().upFor().orElseThrow().compareTo(OLD) > 0);

        assertThat(durability.apply(run(), OLD)).isEqualTo(Safety.SAFE);
        assertThat(durability.apply(run(), Duration.ofHours(1))).isEqualTo(Safety.RUN_OVER);
    }

    private void connect(String denied) {
        redis.start();
        AclSetuserArgs rights =
                AclSetuserArgs.Builder.on().addPassword("secret").allKeys().allCommands();
        if (!denied.isEmpty()) {
            rights.removeCommand(io.lettuce.core.protocol.CommandType.valueOf(denied));
        }
        redis.commands().aclSetuser("app", rights);
        String user = denied.isEmpty() ? "" : "app:secret@";
        RedisUrl url = RedisUrl.parse("test", "redis://" + user + "127.0.0.1:" + redis.port());
        link = RedisNode.open(TestLinks.links(), Node.PRIMARY, url).link();
        connections = TestLinks.links().connectionFactory(url);
        durability = new Durability(Node.PRIMARY, link::state, connections, TestGuards.guard(), System::nanoTime);
        await().until(() -> link.state().isUp());
    }

    private String run() {
        return link.state().run();
    }
}
