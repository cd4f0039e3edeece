package dev.holdfast.outage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The network to the primary fails under load and recovers: whatever was promised is there once. */
@Tag("redis")
@Tag("one-redis-is-enough")
@Tag("thorough")
class NetworkOutageTests {

    @RegisterExtension
    static final Pair PAIR = Pair.behindProxies();

    @AfterEach
    void recover() {
        PAIR.recover();
    }

    @Test
    void nothingPassesAndAllOfItArrivesLate() {
        survives(Fault.blackHole());
    }

    @Test
    void connectionsAreReset() {
        survives(Fault.reset());
    }

    @Test
    void repliesAreSwallowed() {
        survives(Fault.swallowedReplies());
    }

    @Test
    void repliesAreCutShortAndNothingFollows() {
        survives(Fault.halfRepliesThenSilence(3));
    }

    @Test
    void repliesAreCutShortAndTheConnectionIsReset() {
        survives(Fault.halfRepliesThenReset(3));
    }

    @Test
    void aSlowNetworkIsNoReasonToLeave() {
        Clients clients = PAIR.underLoad();

        PAIR.primaryNetwork().becomes(Fault.delay(Duration.ofMillis(20)));
        clients.awaitPromises(100);

        PAIR.verdict().mustHoldWithoutErrors();
        assertThat(clients.history().promisesOf("standby")).isZero();
    }

    @Test
    void bothNetworksFailInTurn() {
        Clients clients = PAIR.underLoad();

        PAIR.primaryNetwork().becomes(Fault.blackHole());
        clients.awaitPromisesOf("standby", 40);
        PAIR.standbyNetwork().becomes(Fault.swallowedReplies());
        Pair.forAWhile(Duration.ofMillis(500));

        PAIR.verdict().mustHoldWithoutErrors();
    }

    private static void survives(Fault fault) {
        Clients clients = PAIR.underLoad();

        PAIR.primaryNetwork().becomes(fault);
        clients.awaitPromisesOf("standby", 40);

        PAIR.verdict().mustHoldWithoutErrors();
    }
}
