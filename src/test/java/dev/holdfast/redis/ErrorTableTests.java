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
import dev.holdfast.testing.FakeRedis;
import dev.holdfast.testing.Reaction;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each of Redis's errors means for a job, how often it is asked again, and whether the node is left. */
@Tag("thorough")
class ErrorTableTests {

    private final FakeRedis redis = new FakeRedis();
    private RedisLink link;
    private JobQueue queue;

    @AfterEach
    void close() {
        link.close();
        redis.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    LOADING Redis is loading the dataset in memory                           | LOADING    | 1
                    READONLY You can't write against a read only replica.                    | READONLY   | 1
                    MASTERDOWN Link with MASTER is down                                      | MASTERDOWN | 1
                    MISCONF Redis is configured to save RDB snapshots                        | MISCONF    | 1
                    OOM command not allowed when used memory > 'maxmemory'.                  | OOM        | 1
                    NOREPLICAS Not enough good replicas to write.                            | NOREPLICAS | 5
                    BUSY Redis is busy running a script.                                     | BUSY       | 5
                    NOAUTH Authentication required.                                          | NOAUTH     | 1
                    NOPERM this user has no permissions to run the 'evalsha' command         | NOPERM     | 1
                    MOVED 3999 127.0.0.1:6381                                                | CLUSTER    | 1
                    ASK 3999 127.0.0.1:6381                                                  | CLUSTER    | 1
                    CROSSSLOT Keys in request don't hash to the same slot                    | CLUSTER    | 1
                    TRYAGAIN Multiple keys request during rehashing of slot                  | CLUSTER    | 1
                    CLUSTERDOWN The cluster is down                                          | CLUSTER    | 1
                    ERR Error running script (call to f_1): @user_script:1: -READONLY You    | READONLY   | 1
                    ERR Error running script (call to f_1): @user_script:1: -OOM command not | OOM        | 1
                    """)
    void anErrorThatConcernsTheCallAloneIsNotWrittenAndTheNodeIsKept(String error, Reason reason, int attempts) {
        connect();
        redis.next(100, Reaction.error(error));

        assertThat(placeGuarded("a")).isEqualTo(new Placement.NotWritten(reason));

        assertThat(redis.attempts("a")).isEqualTo(attempts);
        assertThat(redis.executions("a")).isZero();
        assertThat(link.state().isUp()).isTrue();
        assertThat(redis.connections()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    WRONGTYPE Operation against a key holding the wrong kind of value | WRONGTYPE
                    ERR user_script:7: Script attempted to access a nil value         | SCRIPT_ERROR
                    ERR unknown command 'EVALSHA'                                     | SCRIPT_ERROR
                    """)
    void anErrorOfTheScriptIsARefusalThatIsNotRepeated(String error, Reason reason) {
        connect();
        redis.next(100, Reaction.error(error));

        assertThat(placeGuarded("a")).isEqualTo(new Placement.Refused(reason));

        assertThat(redis.attempts("a")).isOne();
        assertThat(link.state().isUp()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"true, 1", "false, 0"})
    void aCommandDeniedInsideTheScriptLeavesADoubtAndIsNotRepeated(boolean executed, int executions) {
        connect();
        Reaction denied = Reaction.error("ERR The user executing the script can't run this command script: 1");
        redis.next(100, executed ? denied.executed() : denied);

        assertThat(placeGuarded("a")).isEqualTo(new Placement.InDoubt(Node.PRIMARY, Reason.NOPERM));

        assertThat(redis.attempts("a")).isOne();
        assertThat(redis.executions("a")).isEqualTo(executions);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    LOADING Redis is loading the dataset in memory          | LOADING
                    READONLY You can't write against a read only replica.   | READONLY
                    MASTERDOWN Link with MASTER is down                     | MASTERDOWN
                    MISCONF Redis is configured to save RDB snapshots       | MISCONF
                    OOM command not allowed when used memory > 'maxmemory'. | OOM
                    NOREPLICAS Not enough good replicas to write.           | NOREPLICAS
                    BUSY Redis is busy running a script.                    | BUSY
                    NOAUTH Authentication required.                         | NOAUTH
                    CLUSTERDOWN The cluster is down                         | CLUSTER
                    """)
    void anErrorThatConcernsAllWritesMakesTheLinkLeaveTheNode(String error, Reason reason) {
        connect();
        redis.failWrites(error);

        assertThat(placeGuarded("a")).isEqualTo(new Placement.NotWritten(reason));

        await().untilAsserted(() -> assertThat(link.state().reason()).isEqualTo(reason.word()));
        int attempts = redis.attempts("a");
        assertThat(attempts).isBetween(1, reason.isRepeatable() ? 5 : 1);
        assertThat(placeGuarded("a")).isEqualTo(new Placement.NotWritten(reason));
        assertThat(redis.attempts("a"))
                .as("what is never sent to a node that is left")
                .isEqualTo(attempts);
        assertThat(redis.executions("a")).isZero();
    }

    @Test
    void aNodeThatIsLeftIsTakenAgainWhenItHasRecovered() {
        connect();
        redis.failWrites("READONLY x");
        placeGuarded("a");
        await().until(() -> !link.state().isUp());

        redis.recover();

        await().until(() -> link.state().isUp());
        assertThat(placeGuarded("a")).isInstanceOf(Placement.Placed.class);
        assertThat(redis.executions("a")).isOne();
    }

    @Test
    void aForgottenScriptIsSentAgainAsAWhole() {
        connect();
        redis.forgetScripts();

        assertThat(placeGuarded("a")).isInstanceOf(Placement.Placed.class);

        assertThat(redis.attempts("a")).isOne();
    }

    @Test
    void whatComesTooLateIsNotWrittenAndAskedAgain() {
        connect();
        redis.wakeUpLate(Duration.ofSeconds(10));

        assertThat(placeGuarded("a")).isEqualTo(new Placement.NotWritten(Reason.EXPIRED));

        assertThat(redis.attempts("a")).isEqualTo(5);
        assertThat(redis.executions("a")).isZero();
        assertThat(link.state().isUp()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    NOAUTH HELLO must be called with the client already authenticated | NOAUTH
                    WRONGPASS invalid username-password pair or user is disabled.     | NOAUTH
                    LOADING Redis is loading the dataset in memory                    | LOADING
                    MASTERDOWN Link with MASTER is down                               | MASTERDOWN
                    DENIED Redis is running in protected mode                         | NOAUTH
                    """)
    void anErrorInTheHandshakeKeepsTheLinkDown(String error, Reason reason) {
        redis.reactToEverything(Reaction.error(error));
        open();

        neverSentFor(reason);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    ERR max number of clients reached                                | UNREACHABLE
                    """)
    void anErrorAtTheDoorKeepsTheLinkDown(String error, Reason reason) {
        redis.refuseAtTheDoor(error);
        open();

        neverSentFor(reason);
    }

    @Test
    void aNodeThatTakesConnectionsAndSaysNothingKeepsTheLinkDown() {
        redis.reactToEverything(Reaction.silence());
        open();

        neverSentFor(Reason.NO_REPLY);
    }

    @Test
    void aClosedPortKeepsTheLinkDown() {
        redis.close();
        open();

        neverSentFor(Reason.CONNECTION_REFUSED);
    }

    private void neverSentFor(Reason reason) {
        await().untilAsserted(() -> assertThat(link.state().reason()).isEqualTo(reason.word()));
        assertThat(placeGuarded("a")).isEqualTo(new Placement.NotWritten(reason));
        assertThat(redis.attempts("a")).isZero();
        assertThat(link.state().isUp()).isFalse();
    }

    private void connect() {
        open();
        await().until(() -> link.state().isUp());
    }

    private void open() {
        RedisNode node = RedisNode.open(TestLinks.links(), Node.PRIMARY, RedisUrl.parse("test", redis.url()));
        link = node.link();
        queue = TestGuards.guard()
                .around(Node.PRIMARY, new RedisJobRepository(node, () -> false, Duration.ofSeconds(5)));
    }

    private Placement placeGuarded(String id) {
        return queue.place(List.of(job(id)), Deadline.in(Duration.ofSeconds(20), System::nanoTime))
                .get(0);
    }
}
