package dev.holdfast;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LifetimesTests {

    private static final Lifetimes.Enqueue MEMORY = new Lifetimes.Enqueue(Duration.ofMinutes(15), Duration.ofHours(24));

    @Test
    void allowsAHoldThatEndsAMinuteBeforeTheMemoryDoes() {
        assertThatCode(() -> new Lifetimes(MEMORY, new Lifetimes.Spool(true, Duration.ofMinutes(14))))
                .doesNotThrowAnyException();
    }

    @Test
    void refusesAHoldThatOutlastsTheMemoryOfGeneratedIds() {
        assertThatThrownBy(() -> new Lifetimes(MEMORY, new Lifetimes.Spool(true, Duration.ofSeconds(841))))
                .hasMessage("HOLDFAST_ENQUEUE_REMEMBER is 900s and HOLDFAST_SPOOL_MAX_HOLD is 841s: a job must be"
                        + " remembered for a minute longer than it is held, so raise the one or lower the other");
    }

    @Test
    void refusesAHoldThatOutlastsTheMemoryOfClientsIds() {
        Lifetimes.Enqueue shortForClients = new Lifetimes.Enqueue(Duration.ofDays(1), Duration.ofMinutes(2));

        assertThatThrownBy(() -> new Lifetimes(shortForClients, new Lifetimes.Spool(true, Duration.ofMinutes(10))))
                .hasMessageStartingWith(
                        "HOLDFAST_ENQUEUE_REMEMBER_CLIENT_IDS is 120s and HOLDFAST_SPOOL_MAX_HOLD is 600s");
    }

    @Test
    void asksForNothingWhereNothingIsHeld() {
        assertThatCode(() -> new Lifetimes(MEMORY, new Lifetimes.Spool(false, Duration.ofDays(1))))
                .doesNotThrowAnyException();
    }
}
