package dev.holdfast.outage;

import static org.awaitility.Awaitility.await;

import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Outages that last: {@code ./mvnw -Poutage test}. */
@Tag("redis")
@Tag("outage")
class LongOutageTests {

    private static final int KEYS = 1_500_000;

    @RegisterExtension
    static final Pair PAIR = Pair.direct();

    @AfterEach
    void recover() {
        PAIR.recover();
    }

    @Test
    void thePrimaryIsFrozenForHalfAMinute() {
        Clients clients = PAIR.underLoad();

        PAIR.primary().freeze();
        clients.awaitPromisesOf("standby", 40);
        Pair.forAWhile(Duration.ofSeconds(30));

        PAIR.verdict().mustHoldWithoutErrors();
    }

    @Test
    void thePrimaryLoadsALargeFile() {
        PAIR.primary()
                .commands()
                .dispatch(
                        CommandType.DEBUG,
                        new StatusOutput<>(StringCodec.UTF8),
                        new CommandArgs<>(StringCodec.UTF8)
                                .add("POPULATE")
                                .add(KEYS)
                                .add("ballast"));
        PAIR.primary().commands().bgrewriteaof();
        await().atMost(Duration.ofMinutes(1))
                .until(() -> PAIR.primary().commands().info("persistence").contains("aof_rewrite_in_progress:0"));
        Clients clients = PAIR.underLoad();

        PAIR.primary().kill();
        PAIR.primary().start();
        clients.awaitPromises(40);

        PAIR.verdict().mustHold();
    }

    @Test
    void thePrimaryFlapsForMinutes() {
        Clients clients = PAIR.underLoad();
        long end = System.nanoTime() + Duration.ofMinutes(2).toNanos();

        for (int flaps = 0; System.nanoTime() < end; flaps++) {
            if (flaps % 2 == 0) {
                PAIR.primary().kill();
                clients.awaitPromisesOf("standby", 20);
                PAIR.primary().start();
            } else {
                PAIR.primary().freeze();
                clients.awaitPromisesOf("standby", 20);
                PAIR.primary().thaw();
            }
            clients.awaitPromisesOf("primary", 20);
        }

        PAIR.verdict().mustHold();
    }
}
