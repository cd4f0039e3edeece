package dev.holdfast.doctor;

import static dev.holdfast.doctor.Readings.judge;
import static dev.holdfast.doctor.Readings.saying;
import static dev.holdfast.doctor.Verdict.COULD_NOT_SEE;
import static dev.holdfast.doctor.Verdict.OK;
import static dev.holdfast.doctor.Verdict.PROBLEM;
import static dev.holdfast.doctor.Verdict.WARNING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.job.Node;
import dev.holdfast.testing.RedisServer;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A Redis that takes no jobs, or is held up. */
@Tag("redis")
class ServerChecksTests {

    @RegisterExtension
    static final RedisServer PRIMARY = new RedisServer();

    @RegisterExtension
    static final RedisServer STANDBY = new RedisServer();

    @AfterEach
    void restore() {
        STANDBY.commands().replicaofNoOne();
        PRIMARY.flushAll();
        STANDBY.flushAll();
        PRIMARY.commands().slowlogReset();
        PRIMARY.commands().configSet("slowlog-log-slower-than", "10000");
        PRIMARY.commands().configSet("latency-monitor-threshold", "0");
    }

    @Test
    void twoMastersWithDataOfTheirOwnAreWell() {
        PRIMARY.commands().set("holdfast:node", "one");
        STANDBY.commands().set("holdfast:node", "other");

        Examination examination = examine();

        assertThat(examination.said("server-lineage")).isEqualTo(Judgement.ok("two masters with data of their own"));
        assertThat(examination.said("server-role", Node.STANDBY)).isEqualTo(Judgement.ok("master"));
        assertThat(examination.verdict("server-version")).isEqualTo(OK);
        assertThat(examination.verdict("server-loading")).isEqualTo(OK);
        assertThat(examination.verdict("server-write")).isEqualTo(OK);
        assertThat(examination.verdict("server-slow-commands")).isIn(OK, WARNING);
    }

    @Test
    void twoMastersOfTheSameDataAreAProblem() {
        PRIMARY.commands().set("holdfast:node", "one");
        STANDBY.commands().set("holdfast:node", "one");

        assertThat(examine().said("server-lineage"))
                .returns(PROBLEM, Judgement::verdict)
                .extracting(Judgement::fix)
                .asString()
                .contains("/actuator/failover");
    }

    @Test
    void withoutTheNameOfTheDataItCannotSeeWhoseCopyTheyAre() {
        assertThat(examine().verdict("server-lineage")).isEqualTo(COULD_NOT_SEE);
    }

    @Test
    void aReplicaIsWellAsTheStandby() {
        follow();

        Examination examination = examine();

        assertThat(examination.verdict("server-lineage")).isEqualTo(OK);
        assertThat(examination.said("server-role", Node.STANDBY).verdict()).isEqualTo(OK);
        assertThat(examination.said("server-write", Node.STANDBY).verdict()).isEqualTo(OK);
        assertThat(examination.said("network-rights", Node.STANDBY).verdict()).isEqualTo(OK);
    }

    @Test
    void aReplicaIsAWarningAsThePrimary() {
        follow();

        Examination examination = Examination.of(STANDBY.url(), PRIMARY.url());

        assertThat(examination.verdict("server-role")).isEqualTo(WARNING);
        assertThat(examination.said("server-write"))
                .returns(WARNING, Judgement::verdict)
                .returns("a probe was not written: readonly", Judgement::evidence);
    }

    @Test
    void twoReplicasTakeNothing() {
        follow();

        assertThat(Examination.of(STANDBY.url(), STANDBY.url() + "/1").verdict("server-lineage"))
                .isEqualTo(PROBLEM);
    }

    @Test
    void writesThatAreHeldBackAreAProblem() {
        // Over after the patience with the write, which is 2 s, and before that with the whole run, which is 9 s.
        send(CommandType.CLIENT, "PAUSE", "5000", "WRITE");

        Examination examination = examine();

        assertThat(examination.said("server-write"))
                .returns(PROBLEM, Judgement::verdict)
                .returns("a probe was not written: no_reply", Judgement::evidence);
        assertThat(examination.verdict("network-round-trip")).isEqualTo(OK);
    }

    @Test
    void commandsThatHoldTheOthersUpAreNamedWithoutTheirArguments() {
        holdUp();

        assertThat(examine().said("server-slow-commands"))
                .returns(WARNING, Judgement::verdict)
                .extracting(Judgement::evidence)
                .asString()
                .contains("the longest EVAL with")
                .doesNotContain("secret");
    }

    @Test
    void delaysThatItsMonitorSawAreNamed() {
        assertThat(examine().said("server-delays").evidence()).startsWith("the monitor is off");

        PRIMARY.commands().configSet("latency-monitor-threshold", "100000");
        assertThat(examine().verdict("server-delays")).isEqualTo(OK);

        PRIMARY.commands().configSet("latency-monitor-threshold", "100");
        holdUp();
        assertThat(examine().said("server-delays"))
                .returns(WARNING, Judgement::verdict)
                .extracting(Judgement::evidence)
                .asString()
                .startsWith("command held it up for ");
    }

    @Test
    void oldServersAndSuchAsLoadAreSaid() {
        assertThat(judge("server-version", saying(Map.of("redis_version", "6.0.16")))
                        .verdict())
                .isEqualTo(PROBLEM);
        assertThat(judge("server-version", saying(Map.of("redis_version", "6.2.0")))
                        .verdict())
                .isEqualTo(OK);
        assertThat(judge("server-version", saying(Map.of("redis_version", "unstable")))
                        .verdict())
                .isEqualTo(COULD_NOT_SEE);
        assertThat(judge("server-loading", saying(Map.of("loading", "1", "loading_eta_seconds", "40"))))
                .returns(PROBLEM, Judgement::verdict)
                .returns("it is loading its data, about 40 s are left", Judgement::evidence);
    }

    @Test
    void whatWasSlowLongAgoIsNoWarning() {
        Duration slow = Duration.ofSeconds(2);
        NodeReading lately = saying(Map.of())
                .with(Part.SLOW, Seen.of(List.of(new SlowCommand("KEYS", slow, Duration.ofMinutes(9)))));
        NodeReading longAgo = saying(Map.of())
                .with(Part.SLOW, Seen.of(List.of(new SlowCommand("KEYS", slow, Duration.ofMinutes(11)))));

        assertThat(judge("server-slow-commands", lately).verdict()).isEqualTo(WARNING);
        assertThat(judge("server-slow-commands", longAgo).verdict()).isEqualTo(OK);
    }

    private static void holdUp() {
        String busy = """
                local began = redis.call('TIME')
                repeat
                  local now = redis.call('TIME')
                until (now[1] - began[1]) * 1000000 + now[2] - began[2] > 150000
                return 1
                """;
        PRIMARY.commands().eval(busy, ScriptOutputType.INTEGER, "secret");
    }

    private static void send(CommandType command, String... words) {
        CommandArgs<String, String> arguments = new CommandArgs<>(StringCodec.UTF8);
        List.of(words).forEach(arguments::add);
        PRIMARY.commands().dispatch(command, new StatusOutput<>(StringCodec.UTF8), arguments);
    }

    private static Examination examine() {
        return Examination.of(PRIMARY.url(), STANDBY.url());
    }

    private static void follow() {
        PRIMARY.commands().set("holdfast:node", "one");
        STANDBY.commands().replicaof("127.0.0.1", PRIMARY.port());
        await().atMost(Duration.ofSeconds(30))
                .until(() -> "one".equals(STANDBY.commands().get("holdfast:node")));
    }
}
