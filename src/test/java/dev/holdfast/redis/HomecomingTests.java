package dev.holdfast.redis;

import static dev.holdfast.testing.Jobs.job;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.guard.TestGuards;
import dev.holdfast.job.Job;
import dev.holdfast.job.Node;
import dev.holdfast.job.Placement;
import dev.holdfast.job.StandbyUse;
import dev.holdfast.link.RedisUrl;
import dev.holdfast.link.TestLinks;
import dev.holdfast.reconcile.TestReconcilers;
import dev.holdfast.reconcile.WayHome;
import dev.holdfast.testing.RedisServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.data.redis.connection.RedisConnectionFactory;

/** Jobs come home between two real servers while servers and instances of the service die. */
@Tag("redis")
@Tag("one-redis-is-enough")
@Tag("thorough")
class HomecomingTests {

    private static final int JOBS = 1_500;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final RedisServer primary = new RedisServer("appendonly yes", "appendfsync always");
    private final RedisServer standby = new RedisServer("appendonly yes", "appendfsync always");
    private final List<AutoCloseable> open = new ArrayList<>();
    private final List<String> ids =
            IntStream.range(0, JOBS).mapToObj(i -> "job-" + i).toList();

    @BeforeEach
    void strand() {
        primary.start();
        standby.start();
        try (StrayNode node = new StrayNode(standby).awaitUp()) {
            Job[] jobs = ids.stream().map(id -> job(id)).toArray(Job[]::new);
            await().atMost(PATIENCE).until(() -> node.strand(jobs).stream().allMatch(HomecomingTests::isThere));
        }
        assertThat(standby.commands().zcard("holdfast:strays")).isEqualTo(JOBS);
    }

    private static boolean isThere(Placement placement) {
        return placement instanceof Placement.Placed || placement instanceof Placement.AlreadyPlaced;
    }

    @AfterEach
    void clear() throws Exception {
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
        primary.close();
        standby.close();
    }

    @Test
    void everyJobComesHomeOnceThoughBothServersAreKilledOnTheWay() {
        instance(StandbyUse.SAFE_BOX);
        instance(StandbyUse.SAFE_BOX);
        awaitAtHome(300);

        primary.kill();
        primary.start();
        awaitAtHome(900);
        standby.kill();
        standby.start();

        allAreHomeOnce();
    }

    @ParameterizedTest
    @EnumSource(StandbyUse.class)
    void everyJobComesHomeOnceThoughAnInstanceDiesWithItsClaims(StandbyUse use) throws Exception {
        AutoCloseable dying = instance(use);
        awaitAtHome(300);

        // Its links go first, so that it can neither place nor finish nor release what it has claimed.
        dying.close();
        instance(use);

        allAreHomeOnce();
    }

    private void awaitAtHome(int jobs) {
        await().atMost(PATIENCE).until(() -> primary.commands().llen("rq:queue:tests") >= jobs);
    }

    private void allAreHomeOnce() {
        await().atMost(PATIENCE).until(() -> standby.commands().exists("holdfast:strays") == 0);
        assertThat(primary.commands().lrange("rq:queue:tests", 0, -1)).containsExactlyInAnyOrderElementsOf(ids);
        assertThat(standby.commands().exists("holdfast:claims", "holdfast:aside", "rq:queue:tests"))
                .isZero();
        assertThat(standby.commands().keys("rq:job:*")).isEmpty();
    }

    /** An instance of the service that only brings jobs home; closing what is returned cuts it off. */
    private AutoCloseable instance(StandbyUse use) {
        RedisNode home = node(Node.PRIMARY, primary);
        RedisNode away = node(Node.STANDBY, standby);
        RedisConnectionFactory homeConnections = connections(primary);
        Homeward homeward = Homeward.between(
                home,
                Optional.of(away),
                homeConnections,
                connections(standby),
                TestGuards.guard(),
                new Memory(Duration.ofMinutes(15), Duration.ofHours(24)),
                Duration.ofMillis(400),
                use);
        open.add(TestReconcilers.started(WayHome.ofStrays(
                homeward.strays().orElseThrow(),
                TestGuards.guard()
                        .around(Node.PRIMARY, new RedisJobRepository(home, () -> false, Duration.ofMillis(400))),
                () -> home.link().state().isUp() && away.link().state().isUp(),
                homeward.safety().apply(Node.PRIMARY),
                homeward.acceptedByBoth())));
        return () -> {
            away.link().close();
            home.link().close();
        };
    }

    private RedisNode node(Node node, RedisServer server) {
        RedisNode opened = RedisNode.open(TestLinks.links(), node, RedisUrl.parse("test", server.url()));
        open.add(opened.link());
        return opened;
    }

    private RedisConnectionFactory connections(RedisServer server) {
        RedisConnectionFactory factory = TestLinks.links().connectionFactory(RedisUrl.parse("test", server.url()));
        open.add(() -> ((DisposableBean) factory).destroy());
        return factory;
    }
}
