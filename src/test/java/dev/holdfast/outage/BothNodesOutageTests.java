package dev.holdfast.outage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** No Redis takes jobs, under load: the disk does, and when the nodes are back, whatever was promised is there once. */
@Tag("redis")
@Tag("one-redis-is-enough")
class BothNodesOutageTests {

    @RegisterExtension
    static final Pair PAIR = Pair.behindProxies();

    @AfterEach
    void recover() {
        PAIR.recover();
    }

    @Test
    void bothAreKilledAndComeBack() {
        Clients clients = PAIR.underLoad();

        PAIR.primary().kill();
        PAIR.standby().kill();
        clients.awaitPromisesOf("disk", 200);

        PAIR.verdict().mustHoldWithoutErrors();
    }

    @Test
    void repliesOfBothAreSwallowedWhileAWorkerTakesWhatArrives() {
        PAIR.openWorkerOn(PAIR.primary());
        Clients clients = PAIR.underLoad();

        bothNetworksBecome(Fault.swallowedReplies());
        clients.awaitPromisesOf("disk", 100);

        PAIR.verdict().mustHoldWithoutErrors();
    }

    @Test
    @Tag("thorough")
    void requestsToBothAreSwallowed() {
        PAIR.openWorkerOn(PAIR.primary());
        Clients clients = PAIR.underLoad();

        bothNetworksBecome(Fault.swallowedRequests());
        clients.awaitPromisesOf("disk", 100);

        PAIR.verdict().mustHoldWithoutErrors();
    }

    @Test
    @Tag("thorough")
    void nothingPassesToBothAndAllOfItArrivesLate() {
        PAIR.openWorkerOn(PAIR.primary());
        Clients clients = PAIR.underLoad();

        bothNetworksBecome(Fault.blackHole());
        clients.awaitPromisesOf("disk", 100);

        PAIR.verdict().mustHoldWithoutErrors();
    }

    @Test
    @Tag("thorough")
    void bothFreezeAndWakeWithOldCommands() {
        PAIR.openWorkerOn(PAIR.primary());
        Clients clients = PAIR.underLoad();

        PAIR.primary().freeze();
        PAIR.standby().freeze();
        clients.awaitPromisesOf("disk", 100);

        PAIR.verdict().mustHoldWithoutErrors();
    }

    /** What is in doubt at the primary may not go to the standby, which is back first. */
    @Test
    @Tag("thorough")
    void repliesAreSwallowedThenOnlyTheStandbyComesBack() {
        PAIR.openWorkerOn(PAIR.primary());
        Clients clients = PAIR.underLoad();

        bothNetworksBecome(Fault.swallowedReplies());
        clients.awaitPromisesOf("disk", 100);
        PAIR.standbyNetwork().heal();
        clients.awaitPromisesOf("standby", 100);

        PAIR.verdict().mustHoldWithoutErrors();
    }

    @Test
    @Tag("thorough")
    void bothDieInTurnWhileTheDiskIsEmptied() {
        Clients clients = PAIR.underLoad();

        for (int i = 0; i < 3; i++) {
            PAIR.primary().kill();
            clients.awaitPromisesOf("standby", 20);
            PAIR.standby().kill();
            clients.awaitPromisesOf("disk", 100);
            PAIR.standby().start();
            clients.awaitPromisesOf("standby", 1);
            PAIR.primary().start();
            clients.awaitPromisesOf("primary", 1);
        }

        PAIR.verdict().mustHoldWithoutErrors();
    }

    @Test
    @Tag("thorough")
    void threeInstancesEachKeepWhatTheyPromise() {
        PAIR.openAnotherHouse();
        PAIR.openAnotherHouse();
        Clients clients = PAIR.underLoad();

        PAIR.primary().kill();
        PAIR.standby().freeze();
        clients.awaitPromisesOf("disk", 200);
        Pair.forAWhile(Duration.ofSeconds(1));

        Verdict verdict = PAIR.verdict();
        verdict.mustHoldWithoutErrors();
        assertThat(verdict.spooled()).isGreaterThanOrEqualTo(200);
    }

    private static void bothNetworksBecome(Fault fault) {
        PAIR.primaryNetwork().becomes(fault);
        PAIR.standbyNetwork().becomes(fault);
    }
}
