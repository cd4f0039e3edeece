package dev.holdfast.doctor;

import static dev.holdfast.doctor.Verdict.OK;
import static dev.holdfast.doctor.Verdict.PROBLEM;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testing.RedisServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A node that is found by Sentinels. */
@Tag("redis")
@Tag("one-redis-is-enough")
class DoctorSentinelTests {

    private static final RedisServer MASTER = new RedisServer();
    private static RedisServer sentinel;

    @BeforeAll
    static void start() {
        MASTER.start();
        sentinel = new RedisServer("sentinel monitor main 127.0.0.1 " + MASTER.port() + " 1").start();
    }

    @AfterAll
    static void stop() {
        sentinel.close();
        MASTER.close();
    }

    @Test
    void oneSentinelOfTwoWillDo() {
        Examination examination = Examination.of("redis-sentinel://127.0.0.1:1,127.0.0.1:" + sentinel.port() + "#main");

        assertThat(examination.said("network-port"))
                .returns(OK, Judgement::verdict)
                .extracting(Judgement::evidence)
                .asString()
                .contains("1 of 2 Sentinels");
        assertThat(examination.verdict("network-login")).isEqualTo(OK);
        assertThat(examination.verdict("server-write")).isEqualTo(OK);
    }

    @Test
    void aMasterThatTheyDoNotKnowIsAProblem() {
        Examination examination = Examination.of("redis-sentinel://127.0.0.1:" + sentinel.port() + "#other");

        assertThat(examination.verdict("network-port")).isEqualTo(OK);
        assertThat(examination.verdict("network-login")).isEqualTo(PROBLEM);
    }

    @Test
    void withoutAnySentinelNothingElseIsSeen() {
        Examination examination = Examination.of("redis-sentinel://127.0.0.1:1,127.0.0.1:2#main");

        assertThat(examination.said("network-port").evidence()).contains("0 of 2 Sentinels");
        assertThat(examination.said("memory-limit")).isEqualTo(Judgement.couldNotSee("its port does not answer"));
    }
}
