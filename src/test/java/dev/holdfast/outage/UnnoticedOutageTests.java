package dev.holdfast.outage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testing.House;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A Redis fails, and the other one takes all jobs: none goes to the disk, within limits that a busy machine keeps. */
@Tag("redis")
@Tag("one-redis-is-enough")
@Tag("thorough")
class UnnoticedOutageTests {

    @RegisterExtension
    static final Pair PAIR = Pair.direct(House.patient());

    @AfterEach
    void recover() {
        PAIR.recover();
    }

    @Test
    void theStandbyIsKilledAndNobodyNotices() {
        Clients clients = PAIR.underLoad();

        PAIR.standby().kill();
        clients.awaitPromises(40);

        Verdict verdict = PAIR.verdict();
        verdict.mustHoldWithoutErrors();
        assertThat(verdict.spooled()).isZero();
    }

    @Test
    void thePrimaryIsFull() {
        Clients clients = PAIR.underLoad();

        PAIR.primary().commands().configSet("maxmemory", "1");
        clients.awaitPromisesOf("standby", 40);

        Verdict verdict = PAIR.verdict();
        verdict.mustHoldWithoutErrors();
        assertThat(verdict.spooled()).isZero();
    }
}
