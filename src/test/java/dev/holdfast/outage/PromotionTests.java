package dev.holdfast.outage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The standby is a replica, lags behind and is promoted: jobs go on there, and the old primary's copy stays out. */
@Tag("redis")
@Tag("one-redis-is-enough")
@Tag("thorough")
class PromotionTests {

    @RegisterExtension
    static final Pair PAIR = Pair.direct();

    private TcpProxy replication;

    @AfterEach
    void close() {
        replication.close();
    }

    @Test
    void onlyTheTailThatWasNotReplicatedIsLost() {
        replication = new TcpProxy(PAIR.primary().port());
        PAIR.standby().commands().replicaof("127.0.0.1", replication.port());
        await().until(() -> PAIR.standby().commands().info("replication").contains("master_link_status:up"));
        await().until(() -> health().contains("\"role\":\"replica\""));
        PAIR.awaitQuiet();
        Clients clients = PAIR.underLoad();

        replication.becomes(Fault.blackHole());
        clients.awaitPromises(40);
        PAIR.primary().kill();
        PAIR.standby().commands().replicaofNoOne();
        clients.awaitPromisesOf("standby", 40);
        PAIR.primary().start();
        await().until(() -> health().contains("\"stale\":true"));
        clients.awaitPromisesOf("standby", 40);

        Verdict verdict = PAIR.verdictOnPromoted();
        verdict.mustHoldButForLosses();
        assertThat(verdict.lost())
                .isNotEmpty()
                .allSatisfy(story -> assertThat(story).contains("200 primary").doesNotContain("200 standby"));
    }

    private static String health() {
        return PAIR.house().get("/actuator/health/redis").body();
    }
}
