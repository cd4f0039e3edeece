package dev.holdfast.redis;

import static dev.holdfast.testing.Jobs.job;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.failover.TestFailover;
import dev.holdfast.guard.TestGuards;
import dev.holdfast.job.Deadline;
import dev.holdfast.job.JobQueue;
import dev.holdfast.job.Node;
import dev.holdfast.job.NodeStates;
import dev.holdfast.job.Placement;
import dev.holdfast.link.RedisUrl;
import dev.holdfast.link.TestLinks;
import dev.holdfast.testing.FakeRedis;
import dev.holdfast.testing.Reaction;
import dev.holdfast.testing.Reaction.Ending;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole way to two nodes, of which the first misbehaves: how often a job is sent to each, and how often it is run. */
@Tag("thorough")
class TwoFakeNodesTests {

    private final FakeRedis primary = new FakeRedis();
    private final FakeRedis standby = new FakeRedis();
    private RedisNode first;
    private RedisNode second;
    private JobQueue queue;

    @BeforeEach
    void connect() {
        first = RedisNode.open(TestLinks.links(), Node.PRIMARY, RedisUrl.parse("test", primary.url()));
        second = RedisNode.open(TestLinks.links(), Node.STANDBY, RedisUrl.parse("test", standby.url()));
        NodeStates states =
                new NodeStates(() -> List.of(first.link().state(), second.link().state()));
        await().until(() -> states.primary().isUp() && states.standby().isUp());
        queue = TestFailover.over(guarded(Node.PRIMARY, first), guarded(Node.STANDBY, second), states);
    }

    @AfterEach
    void close() {
        first.link().close();
        second.link().close();
        primary.close();
        standby.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "LOADING Redis is loading the dataset in memory",
                "READONLY You can't write against a read only replica.",
                "MASTERDOWN Link with MASTER is down",
                "MISCONF Redis is configured to save RDB snapshots",
                "OOM command not allowed when used memory > 'maxmemory'.",
                "NOREPLICAS Not enough good replicas to write.",
                "BUSY Redis is busy running a script.",
                "NOAUTH Authentication required.",
                "NOPERM this user has no permissions to run the 'evalsha' command",
                "MOVED 3999 127.0.0.1:6381",
                "CLUSTERDOWN The cluster is down"
            })
    void whatThePrimaryRefusesIsRunOnTheStandbyOnce(String error) {
        primary.next(100, Reaction.error(error));

        assertThat(place("a")).isInstanceOf(Placement.Placed.class);

        assertThat(primary.executions("a")).isZero();
        assertThat(primary.attempts("a")).isBetween(1, 5);
        assertThat(standby.attempts("a")).isOne();
        assertThat(standby.executions("a")).isOne();
    }

    @ParameterizedTest
    @MethodSource("doubts")
    void whatThePrimaryMayHaveRunIsNeverSentToTheStandby(Reaction reaction) {
        primary.next(100, reaction);

        Placement placement = place("a");

        assertThat(placement).isInstanceOfAny(Placement.InDoubt.class, Placement.Placed.class);
        assertThat(standby.attempts("a")).isZero();
        assertThat(primary.executions("a")).isEqualTo(reaction.executes() ? 1 : 0);
    }

    static Stream<Reaction> doubts() {
        return Stream.of(
                        Reaction.silence(),
                        Reaction.silence().then(Ending.FIN),
                        Reaction.silence().then(Ending.RST),
                        Reaction.says("*2\r\n$2\r\nOK\r\n$5\r\nother\r\n"),
                        Reaction.says(":1\r\n"))
                .flatMap(reaction -> Stream.of(reaction, reaction.executed()));
    }

    @Test
    void whatWasInDoubtIsRunOnTheStandbyOnceWhenItIsRepeatedAfterTheSwitch() {
        primary.next(100, Reaction.silence());
        assertThat(place("a")).isInstanceOf(Placement.InDoubt.class);
        primary.failWrites("READONLY You can't write against a read only replica.");
        primary.next(100, Reaction.error("READONLY You can't write against a read only replica."));
        await().until(() -> !first.link().state().isUp());

        assertThat(place("a")).isInstanceOf(Placement.Placed.class);
        assertThat(place("a")).isInstanceOf(Placement.AlreadyPlaced.class);

        assertThat(primary.executions("a")).isZero();
        assertThat(standby.executions("a")).isOne();
    }

    @Test
    void whatAClosedPrimaryNeverGotIsRunOnTheStandbyOnce() {
        primary.close();
        await().until(() -> !first.link().state().isUp());

        assertThat(place("a")).isInstanceOf(Placement.Placed.class);

        assertThat(primary.attempts("a")).isZero();
        assertThat(standby.executions("a")).isOne();
    }

    @Test
    void whatBothRefuseIsRunOnNeither() {
        primary.next(100, Reaction.error("OOM x"));
        standby.next(100, Reaction.error("MISCONF x"));

        assertThat(place("a")).isInstanceOf(Placement.NotWritten.class);

        assertThat(primary.attempts("a")).isOne();
        assertThat(standby.attempts("a")).isOne();
        assertThat(primary.executions("a") + standby.executions("a")).isZero();
    }

    private Placement place(String id) {
        return queue.place(List.of(job(id)), Deadline.in(Duration.ofSeconds(20), System::nanoTime))
                .get(0);
    }

    private static JobQueue guarded(Node name, RedisNode node) {
        return TestGuards.guard().around(name, new RedisJobRepository(node, () -> true, Duration.ofSeconds(5)));
    }
}
