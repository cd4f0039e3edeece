package dev.holdfast.outage;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** With workers on both nodes a job may run twice, and then that is counted: {@code ./mvnw -Poutage test}. */
@Tag("redis")
@Tag("outage")
class BusyStandbyTests {

    private static final int ROUNDS = 20;

    @RegisterExtension
    static final Pair PAIR = Pair.direct("holdfast.standby.workers=true");

    @AfterEach
    void recover() {
        PAIR.recover();
    }

    @Test
    void whatMayHaveRunTwiceIsCounted() {
        PAIR.openWorkerOn(PAIR.primary());
        PAIR.openWorkerOn(PAIR.standby());
        Clients clients = PAIR.underLoad();

        for (int i = 0; i < ROUNDS; i++) {
            PAIR.primary().freeze();
            clients.awaitPromisesOf("standby", 20);
            PAIR.primary().thaw();
            clients.awaitPromisesOf("primary", 20);
            PAIR.primary().kill();
            clients.awaitPromisesOf("standby", 20);
            PAIR.primary().start();
            clients.awaitPromisesOf("primary", 20);
        }

        Verdict verdict = PAIR.verdict();
        assertThat(verdict.lost()).isEmpty();
        assertThat(verdict.invented()).isEmpty();
        assertThat(verdict.stranded()).isEmpty();
        assertThat((double) verdict.doubled().size())
                .as("%s", verdict.doubled())
                .isLessThanOrEqualTo(counted("both_nodes") + counted("forgotten"));
    }

    private static double counted(String cause) {
        return PAIR.counted("holdfast_possible_doubles_total{cause=\"" + cause + "\"}");
    }
}
