package dev.holdfast.outage;

import io.lettuce.core.KillArgs;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A Redis fails under load and recovers: whatever was promised is there once. The slow ones run with {@code -Poutage}. */
@Tag("redis")
@Tag("one-redis-is-enough")
class RedisOutageTests {

    @RegisterExtension
    static final Pair PAIR = Pair.direct();

    @AfterEach
    void recover() {
        PAIR.recover();
    }

    @Test
    void thePrimaryIsKilledAndComesBackWithItsJobs() {
        Clients clients = PAIR.underLoad();

        PAIR.primary().kill();
        clients.awaitPromisesOf("standby", 40);
        PAIR.primary().start();

        PAIR.verdict().mustHoldWithoutErrors();
    }

    @Test
    @Tag("thorough")
    void thePrimaryStallsForAMoment() {
        PAIR.underLoad();

        PAIR.primary().freeze();
        Pair.forAWhile(Duration.ofMillis(200));

        PAIR.verdict().mustHoldWithoutErrors();
    }

    @Test
    void thePrimaryFreezesAndWakesWithOldCommands() {
        Clients clients = PAIR.underLoad();

        PAIR.primary().freeze();
        clients.awaitPromisesOf("standby", 40);
        Pair.forAWhile(Duration.ofSeconds(1));

        PAIR.verdict().mustHoldWithoutErrors();
    }

    @Test
    @Tag("thorough")
    void thePrimaryMissesItsReplicas() {
        Clients clients = PAIR.underLoad();

        PAIR.primary().commands().configSet("min-replicas-to-write", "1");
        clients.awaitPromisesOf("standby", 40);

        PAIR.verdict().mustHoldWithoutErrors();
    }

    @Test
    @Tag("thorough")
    void thePrimaryPausesAllClients() {
        Clients clients = PAIR.underLoad();

        pausePrimary("ALL");
        clients.awaitPromisesOf("standby", 40);

        PAIR.verdict().mustHoldWithoutErrors();
    }

    @Test
    @Tag("thorough")
    void thePrimaryPausesWrites() {
        Clients clients = PAIR.underLoad();

        pausePrimary("WRITE");
        clients.awaitPromisesOf("standby", 40);

        PAIR.verdict().mustHoldWithoutErrors();
    }

    @Test
    @Tag("thorough")
    void thePasswordOfThePrimaryIsChanged() {
        Clients clients = PAIR.underLoad();

        PAIR.primary().commands().configSet("requirepass", "new");
        disconnectAllFromPrimary();
        clients.awaitPromisesOf("standby", 40);

        PAIR.verdict().mustHoldWithoutErrors();
    }

    @Test
    @Tag("thorough")
    void thePrimaryHasTooManyClients() {
        Clients clients = PAIR.underLoad();

        PAIR.primary().commands().configSet("maxclients", "1");
        disconnectAllFromPrimary();
        clients.awaitPromisesOf("standby", 40);

        PAIR.verdict().mustHoldWithoutErrors();
    }

    @Test
    @Tag("thorough")
    void thePrimaryFailsAgainWhileJobsComeHome() {
        Clients clients = PAIR.underLoad();
        PAIR.primary().kill();
        clients.awaitPromisesOf("standby", 200);
        PAIR.primary().start();

        clients.awaitPromisesOf("primary", 1);
        PAIR.primary().kill();
        clients.awaitPromisesOf("standby", 40);

        PAIR.verdict().mustHoldWithoutErrors();
    }

    @Test
    @Tag("thorough")
    void theStandbyFailsWhileJobsComeHome() {
        Clients clients = PAIR.underLoad();
        PAIR.primary().kill();
        clients.awaitPromisesOf("standby", 200);
        PAIR.primary().start();

        clients.awaitPromisesOf("primary", 1);
        PAIR.standby().kill();
        clients.awaitPromises(40);

        PAIR.verdict().mustHoldWithoutErrors();
    }

    @Test
    @Tag("thorough")
    void workersRunEverythingOnceWhileThePrimaryFails() {
        PAIR.openWorkerOn(PAIR.primary());
        Clients clients = PAIR.underLoad();

        PAIR.primary().freeze();
        clients.awaitPromisesOf("standby", 40);
        PAIR.primary().thaw();
        clients.awaitPromisesOf("primary", 40);
        PAIR.primary().kill();
        clients.awaitPromisesOf("standby", 40);

        PAIR.verdict().mustHoldWithoutErrors();
    }

    @Test
    @Tag("thorough")
    void threeInstancesServeWhileThePrimaryFlaps() {
        PAIR.openAnotherHouse();
        PAIR.openAnotherHouse();
        Clients clients = PAIR.underLoad();

        for (int i = 0; i < 2; i++) {
            PAIR.primary().kill();
            clients.awaitPromisesOf("standby", 20);
            PAIR.primary().start();
            clients.awaitPromisesOf("primary", 20);
        }

        PAIR.verdict().mustHoldWithoutErrors();
    }

    @Test
    @Tag("thorough")
    void anInstanceStartsWhileThePrimaryIsDown() {
        PAIR.primary().kill();
        PAIR.openAnotherHouse();

        PAIR.underLoad();

        PAIR.verdict().mustHoldWithoutErrors();
    }

    @Test
    @Tag("thorough")
    void anInstanceStartsWhileBothAreDown() {
        PAIR.primary().kill();
        PAIR.standby().kill();
        PAIR.openAnotherHouse();
        PAIR.standby().start();

        PAIR.underLoad();

        PAIR.verdict().mustHoldWithoutErrors();
    }

    private static void disconnectAllFromPrimary() {
        PAIR.primary().commands().clientKill(KillArgs.Builder.typeNormal().skipme(true));
    }

    private static void pausePrimary(String what) {
        PAIR.primary()
                .commands()
                .dispatch(
                        CommandType.CLIENT,
                        new StatusOutput<>(StringCodec.UTF8),
                        new CommandArgs<>(StringCodec.UTF8)
                                .add("PAUSE")
                                .add(2_000)
                                .add(what));
    }
}
