package dev.holdfast.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.guard.TestGuards;
import dev.holdfast.job.Node;
import dev.holdfast.link.RedisUrl;
import dev.holdfast.link.TestLinks;
import dev.holdfast.testing.KnownNodes;
import dev.holdfast.testing.RedisServer;
import io.lettuce.core.AclSetuserArgs;
import io.lettuce.core.protocol.CommandType;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.data.redis.connection.RedisConnectionFactory;

/** What the meters show of nodes that are well, away, hung, copies, or closed to those who look. */
@Tag("redis")
class WatchTests {

    private final RedisServer primary = new RedisServer("maxmemory 64mb", "appendonly yes");
    private final RedisServer standby = new RedisServer();
    private final KnownNodes nodes = new KnownNodes();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final RedisMetrics redis = new RedisMetrics(registry);
    private final QueueMetrics queues = new QueueMetrics(registry);
    private final List<RedisConnectionFactory> opened = new ArrayList<>();
    private Watch watch;

    @BeforeEach
    void start() {
        primary.start();
        standby.start();
        nodes.up(Node.PRIMARY, Duration.ofMinutes(1)).up(Node.STANDBY, Duration.ofMinutes(1));
    }

    @AfterEach
    void stop() throws Exception {
        if (watch != null) {
            watch.stop();
        }
        for (RedisConnectionFactory factory : opened) {
            if (factory instanceof DisposableBean open) {
                open.destroy();
            }
        }
        primary.close();
        standby.close();
    }

    @Test
    void nothingIsKnownBeforeTheFirstLook() {
        assertThat(registry.getMeters())
                .allSatisfy(meter ->
                        assertThat(value(meter)).as("%s", meter.getId()).isNaN());
    }

    @Test
    void showsWhatARedisSaysOfItself() {
        look("");

        assertThat(redis("memory")).isBetween(100_000.0, 64.0 * 1024 * 1024);
        assertThat(redis("memory.max")).isEqualTo(64.0 * 1024 * 1024);
        assertThat(redis("memory.fragmentation")).isPositive();
        assertThat(redis("clients")).isPositive();
        assertThat(redis("commands")).isPositive();
        assertThat(redis("evicted")).isZero();
        assertThat(redis("round.trip")).isBetween(0.0, 5.0);
        assertThat(redis("save.ok")).isEqualTo(1);
        assertThat(redis("append.ok")).isEqualTo(1);
        assertThat(redis("replicas")).isZero();
        assertThat(redis("replication.behind")).isNaN();
        assertThat(value("holdfast.redis.memory.max", Node.STANDBY)).isNaN();
        assertThat(value("holdfast.redis.append.ok", Node.STANDBY)).isNaN();
    }

    @Test
    void showsQueuesAndForgetsThoseThatAreGone() {
        primary.commands().sadd("rq:queues", "rq:queue:mail");
        primary.commands().rpush("rq:queue:mail", "a", "b");
        look("");

        assertThat(depthOf("mail")).isEqualTo(2);
        assertThat(value("holdfast.queues", Node.PRIMARY)).isEqualTo(1);
        assertThat(value("holdfast.workers", Node.PRIMARY)).isZero();

        primary.flushAll();
        look("");

        assertThat(registry.find("holdfast.queue.depth").tag("queue", "mail").gauges())
                .isEmpty();
    }

    @Test
    void aNodeThatIsAwayShowsNothingAndItsCountersStand() {
        look("");
        double commands = redis("commands");
        nodes.down(Node.PRIMARY, "unreachable");
        look("");

        assertThat(redis("memory")).isNaN();
        assertThat(redis("commands")).isEqualTo(commands);
        assertThat(value("holdfast.workers", Node.PRIMARY)).isNaN();
    }

    @Test
    void aNodeThatDiedUnnoticedShowsNothing() {
        primary.kill();
        look("");

        assertThat(redis("memory")).isNaN();
    }

    @Test
    void aCopyIsAskedAboutItselfOnly() {
        standby.commands().replicaof("127.0.0.1", primary.port());
        nodes.replica(Node.STANDBY, "primary");
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            look("");
            assertThat(redis("replicas")).isEqualTo(1);
            assertThat(value("holdfast.redis.replication.silent", Node.STANDBY)).isGreaterThanOrEqualTo(0);
        });

        assertThat(value("holdfast.redis.memory", Node.STANDBY)).isPositive();
        assertThat(value("holdfast.workers", Node.STANDBY)).isNaN();
    }

    @Test
    void aUserWhoMayNotCountStillSeesTheRedis() {
        primary.commands()
                .aclSetuser(
                        "app",
                        AclSetuserArgs.Builder.on()
                                .addPassword("secret")
                                .allKeys()
                                .allCommands()
                                .removeCommand(CommandType.SSCAN));
        look("app:secret@");

        assertThat(redis("memory")).isPositive();
        assertThat(value("holdfast.workers", Node.PRIMARY)).isNaN();
    }

    @Test
    void aNodeThatHangsHidesNoOther() {
        primary.freeze();
        watch = new Watch(
                List.of(node(Node.PRIMARY, primary, ""), node(Node.STANDBY, standby, "")),
                this::seen,
                Duration.ofSeconds(1),
                () -> 0.5,
                System::nanoTime);
        watch.start();

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() ->
                        assertThat(value("holdfast.redis.memory", Node.STANDBY)).isPositive());
        assertThat(redis("memory")).isNaN();

        primary.thaw();
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(redis("memory")).isPositive());
    }

    private void look(String user) {
        for (NodeWatch node : List.of(node(Node.PRIMARY, primary, user), node(Node.STANDBY, standby, ""))) {
            seen(node.node(), node.look());
        }
    }

    private void seen(Node node, Optional<Look> look) {
        redis.seen(node, look);
        queues.seen(node, look);
    }

    private NodeWatch node(Node node, RedisServer server, String user) {
        RedisConnectionFactory connections = TestLinks.links()
                .connectionFactory(RedisUrl.parse("test", "redis://" + user + "127.0.0.1:" + server.port()));
        opened.add(connections);
        return new NodeWatch(
                node,
                () -> nodes.states().of(node),
                connections,
                TestGuards.guard(),
                InstantSource.system(),
                System::nanoTime);
    }

    private double redis(String name) {
        return value("holdfast.redis." + name, Node.PRIMARY);
    }

    private double depthOf(String queue) {
        return registry.get("holdfast.queue.depth")
                .tags("node", "primary", "queue", queue)
                .gauge()
                .value();
    }

    private double value(String name, Node node) {
        return value(registry.get(name).tag("node", node.word()).meter());
    }

    private static double value(Meter meter) {
        return meter.measure().iterator().next().getValue();
    }
}
