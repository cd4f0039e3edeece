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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A Redis that is set up so that jobs get lost, and two that do not fit together. */
@Tag("redis")
class ConfigurationChecksTests {

    @RegisterExtension
    static final RedisServer PRIMARY = new RedisServer("appendonly yes", "appendfsync always");

    @RegisterExtension
    static final RedisServer STANDBY = new RedisServer();

    @AfterEach
    void restore() {
        STANDBY.commands().replicaofNoOne();
        PRIMARY.commands().configSet("min-replicas-to-write", "0");
        PRIMARY.commands().configSet("timeout", "0");
        PRIMARY.commands().configSet("appendfsync", "always");
        PRIMARY.flushAll();
        STANDBY.flushAll();
    }

    @Test
    void oneThatKeepsEachJobIsWell() {
        Examination examination = Examination.of(PRIMARY.url());

        assertThat(examination.report().findings())
                .filteredOn(finding -> finding.group() == Group.CONFIGURATION)
                .extracting(finding -> finding.judgement().verdict())
                .containsOnly(OK);
        assertThat(examination.said("configuration-persistence").evidence()).contains("before each answer");
    }

    @Test
    void oneThatKeepsNothingIsAProblem() {
        assertThat(Examination.of(STANDBY.url()).said("configuration-persistence"))
                .returns(PROBLEM, Judgement::verdict)
                .extracting(Judgement::evidence)
                .asString()
                .contains("forgets everything");
    }

    @Test
    void oneThatKeepsSnapshotsOnlyIsAWarning() {
        STANDBY.commands().configSet("save", "3600 1");
        try {
            assertThat(Examination.of(STANDBY.url()).verdict("configuration-persistence"))
                    .isEqualTo(WARNING);
        } finally {
            STANDBY.commands().configSet("save", "");
        }
    }

    @Test
    void oneThatNeverSyncsIsAWarning() {
        PRIMARY.commands().configSet("appendfsync", "no");
        assertThat(Examination.of(PRIMARY.url()).verdict("configuration-persistence"))
                .isEqualTo(WARNING);

        PRIMARY.commands().configSet("appendfsync", "everysec");
        assertThat(Examination.of(PRIMARY.url())
                        .said("configuration-persistence")
                        .evidence())
                .contains("the last two");
    }

    @Test
    void aSnapshotThatFailedIsAProblem() throws IOException {
        try (RedisServer full = new RedisServer("save 3600 1000000").start()) {
            // Where the snapshot has to go is a directory.
            Files.createDirectory(Path.of(full.commands().configGet("dir").get("dir"), "dump.rdb"));
            full.commands().set("key", "value");
            full.commands().bgsave();

            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(Examination.of(full.url()).verdict("configuration-saves"))
                            .isEqualTo(PROBLEM));
            assertThat(Examination.of(full.url()).said("server-write").evidence())
                    .isEqualTo("a probe was not written: misconf");
        }
    }

    @Test
    void oneThatWaitsForReplicasThatItDoesNotHaveIsAProblem() {
        PRIMARY.commands().configSet("min-replicas-to-write", "1");

        Examination examination = Examination.of(PRIMARY.url());

        assertThat(examination.said("configuration-min-replicas"))
                .returns(PROBLEM, Judgement::verdict)
                .returns("1 replicas are required to write, and 0 are well", Judgement::evidence);
        assertThat(examination.said("server-write").evidence()).endsWith("noreplicas");
    }

    @Test
    void aReplicaThatFollowsIsWellAndOneThatLostItsMasterIsNot() {
        STANDBY.commands().replicaof("127.0.0.1", PRIMARY.port());
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(
                        () -> assertThat(STANDBY.commands().info("replication")).contains("master_link_status:up"));

        Examination following = Examination.of(PRIMARY.url(), STANDBY.url());
        STANDBY.commands().replicaof("127.0.0.1", 1);
        Examination lost = Examination.of(PRIMARY.url(), STANDBY.url());

        assertThat(following.said("configuration-replication").evidence()).startsWith("1 replicas");
        assertThat(following.said("configuration-replication", Node.STANDBY).verdict())
                .isEqualTo(OK);
        assertThat(lost.said("configuration-replication", Node.STANDBY).verdict())
                .isEqualTo(PROBLEM);
    }

    @Test
    void replicasThatLagAreAWarning() {
        NodeReading master = saying(Map.of(
                "role",
                "master",
                "slave0",
                "ip=10.0.0.1,port=6379,state=online,offset=1,lag=11",
                "slave1",
                "ip=10.0.0.2,port=6379,state=online,offset=1,lag=0"));

        assertThat(judge("configuration-replication", master))
                .returns(WARNING, Judgement::verdict)
                .returns("1 of 2 replicas are behind by more than 10 s", Judgement::evidence);
    }

    @Test
    void connectionsThatAreClosedSoonAreAWarning() {
        PRIMARY.commands().configSet("timeout", "20");

        assertThat(Examination.of(PRIMARY.url()).verdict("configuration-timeout"))
                .isEqualTo(WARNING);
    }

    @Test
    void twoUrlsOfOneServerAreAProblem() {
        Examination sameDatabase = Examination.of(PRIMARY.url(), "redis://localhost:" + PRIMARY.port());
        Examination another = Examination.of(PRIMARY.url(), PRIMARY.url() + "/1");

        assertThat(sameDatabase.said("configuration-same-server").evidence())
                .isEqualTo("both URLs lead to the same server and database");
        assertThat(another.said("configuration-same-server"))
                .returns(PROBLEM, Judgement::verdict)
                .returns("both URLs lead to the same server", Judgement::evidence);
        assertThat(another.verdict("configuration-databases")).isEqualTo(WARNING);
        assertThat(Examination.of(PRIMARY.url(), STANDBY.url()).verdict("configuration-same-server"))
                .isEqualTo(OK);
    }

    @Test
    void workersThatLookIntoAnotherDatabaseAreGuessedFromItsKeys() {
        PRIMARY.commands().select(3);
        PRIMARY.commands().sadd("rq:workers", "somebody");
        PRIMARY.commands().select(0);

        assertThat(Examination.of(PRIMARY.url()).said("configuration-keys-elsewhere"))
                .returns(WARNING, Judgement::verdict)
                .returns("there are keys in db3, too, and no worker is registered in database 0", Judgement::evidence);

        PRIMARY.commands().sadd("rq:workers", "somebody");
        assertThat(Examination.of(PRIMARY.url()).verdict("configuration-keys-elsewhere"))
                .isEqualTo(OK);
    }

    @Test
    void clocksThatDifferAreSaid() {
        assertThat(clock(Duration.ofMillis(999)).verdict()).isEqualTo(OK);
        assertThat(clock(Duration.ofSeconds(-5)))
                .returns(WARNING, Judgement::verdict)
                .returns("its clock is 5000 ms behind this machine's", Judgement::evidence);
        assertThat(clock(Duration.ofMinutes(2)).verdict()).isEqualTo(PROBLEM);
        assertThat(judge("configuration-clock", saying(Map.of())).verdict()).isEqualTo(COULD_NOT_SEE);
    }

    @Test
    void addressesThatAreMissingOrWrongAreSaid() {
        Reading embedded =
                new Reading(Instant.EPOCH, Reading.Addresses.EMBEDDED, List.of(), Own.unseen("it was not read"));
        Reading wrong = new Reading(
                Instant.EPOCH, new Reading.Addresses(false, "HOLDFAST_X is wrong"), List.of(), Own.unseen("no"));

        assertThat(judge("configuration-addresses", embedded))
                .returns(WARNING, Judgement::verdict)
                .extracting(Judgement::evidence)
                .asString()
                .endsWith("; none runs in this data directory");
        assertThat(judge("configuration-addresses", wrong))
                .returns(PROBLEM, Judgement::verdict)
                .returns("HOLDFAST_X is wrong", Judgement::evidence);
    }

    private static Judgement clock(Duration ahead) {
        return judge("configuration-clock", saying(Map.of()).with(Part.CLOCK, Seen.of(ahead)));
    }
}
