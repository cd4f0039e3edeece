package dev.holdfast.outage;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A Redis that fails under load: whatever was promised is there once, when it is over. */
@Tag("redis")
@Tag("one-redis-is-enough")
class RedisOutageTests {

    @RegisterExtension
    static final Pair PAIR = Pair.direct();

    @Test
    void theKilledPrimaryComesBackWithItsJobs() {
        Clients clients = PAIR.underLoad();

        PAIR.primary().kill();
        PAIR.primary().start();
        clients.awaitPromises(100);

        PAIR.verdict().mustHold();
    }
}
