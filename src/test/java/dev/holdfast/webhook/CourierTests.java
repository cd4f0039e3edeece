package dev.holdfast.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.guard.TestGuards;
import dev.holdfast.webhook.Tally.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** When a letter is brought, and brought again. */
@ExtendWith(OutputCaptureExtension.class)
class CourierTests {

    @TempDir
    private Path directory;

    private CourierStage stage;

    @BeforeEach
    void enter() {
        stage = new CourierStage(directory);
    }

    @Test
    void doesNothingWithoutALetter() {
        assertThat(stage.courier().step()).isEqualTo(Duration.ofHours(1));
        assertThat(stage.heard()).isEmpty();
    }

    @Test
    void bringsLettersInOrder() {
        Courier courier = stage.courier();
        stage.take(courier, "a", "b", "c");

        CourierStage.run(courier);

        assertThat(stage.heard()).containsExactly("a", "b", "c");
        assertThat(courier.pending()).isZero();
        assertThat(stage.tally().of(Outcome.DELIVERED)).isEqualTo(3);
    }

    @Test
    void bringsNoneBeforeTheOneAheadOfIt() {
        Courier courier = stage.courier();
        stage.refuses(NotDelivered.because("timeout"));
        stage.take(courier, "a", "b");

        CourierStage.run(courier);
        assertThat(stage.heard()).containsExactly("a");
        stage.clock().advance(Duration.ofSeconds(5).minusNanos(1));
        CourierStage.run(courier);
        assertThat(stage.heard()).containsExactly("a");
        stage.clock().advance(Duration.ofNanos(1));
        CourierStage.run(courier);

        assertThat(stage.heard()).containsExactly("a", "a", "b");
    }

    @Test
    void waitsLongerAfterEachFailureInARow() {
        Courier courier = stage.courier();
        stage.refusesAlways(NotDelivered.because("connection_refused"));
        stage.take(courier, "a");

        for (int attempt = 1; attempt <= 5; attempt++) {
            CourierStage.run(courier);
            assertThat(stage.heard()).hasSize(attempt);
            assertThat(courier.step()).isEqualTo(Duration.ofSeconds(5L * attempt));
            stage.clock().advance(Duration.ofSeconds(5L * attempt));
        }
    }

    @Test
    void beginsWithShortWaitsAgainAfterASuccess() {
        Courier courier = stage.courier();
        stage.refuses(NotDelivered.because("timeout"), NotDelivered.because("timeout"));
        stage.take(courier, "a");
        CourierStage.run(courier);
        stage.clock().advance(Duration.ofSeconds(5));
        CourierStage.run(courier);
        stage.clock().advance(Duration.ofSeconds(10));
        CourierStage.run(courier);

        stage.refuses(NotDelivered.because("timeout"));
        stage.take(courier, "b");
        CourierStage.run(courier);

        assertThat(courier.step()).isEqualTo(Duration.ofSeconds(5));
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 400, 401, 403, 404, 408, 413, 422, 425, 429, 500, 502, 503, 504})
    void triesAgainWhateverWasAnsweredInstead(int status) {
        Courier courier = stage.courier();
        stage.refuses(NotDelivered.answered(status, Optional.empty()));
        stage.take(courier, "a");
        CourierStage.run(courier);
        stage.clock().advance(Duration.ofSeconds(5));
        CourierStage.run(courier);

        assertThat(stage.heard()).containsExactly("a", "a");
        assertThat(stage.tally().of(Outcome.FAILED)).isOne();
        assertThat(stage.tally().of(Outcome.DELIVERED)).isOne();
    }

    @Test
    void comesBackWhenItIsAskedTo() {
        Courier courier = stage.courier();
        stage.refuses(NotDelivered.answered(429, Optional.of(Duration.ofMinutes(10))));
        stage.take(courier, "a");
        CourierStage.run(courier);

        assertThat(courier.step()).isEqualTo(Duration.ofMinutes(10));
    }

    @Test
    void doesNotStayAwayForLongerThanAnHour() {
        Courier courier = stage.courier();
        stage.refuses(NotDelivered.answered(503, Optional.of(Duration.ofDays(400))));
        stage.take(courier, "a");
        CourierStage.run(courier);

        assertThat(courier.step()).isEqualTo(Duration.ofHours(1));
    }

    @ParameterizedTest
    @ValueSource(longs = {-3600, 0, 1})
    void doesNotComeBackSoonerThanItsOwnWait(long seconds) {
        Courier courier = stage.courier();
        stage.refuses(NotDelivered.answered(503, Optional.of(Duration.ofSeconds(seconds))));
        stage.take(courier, "a");
        CourierStage.run(courier);

        assertThat(courier.step()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void tellsOfTheFirstFailureAndOfTheRecoveryOnly(CapturedOutput log) {
        Courier courier = stage.courier();
        stage.refuses(NotDelivered.because("timeout"), NotDelivered.because("tls"));
        stage.take(courier, "a");
        for (int step = 0; step < 3; step++) {
            CourierStage.run(courier);
            stage.clock().advance(Duration.ofHours(1));
        }

        assertThat(log)
                .containsOnlyOnce("A webhook cannot be delivered to, and is tried again for 24 hours:"
                        + " webhook=3 (hooks.slack.example) reason=timeout")
                .containsOnlyOnce("A webhook is delivered to again: webhook=3 (hooks.slack.example) pending=0")
                .doesNotContain("hush", "services");
    }

    @Test
    void hasWaitsFromTheGuardThatGrowUpToAnHour() {
        IntFunction<Duration> waits = TestGuards.guard().waits(Duration.ofSeconds(5), Duration.ofHours(1));

        assertThat(waits.apply(1)).isBetween(Duration.ofMillis(2_500), Duration.ofMillis(7_500));
        assertThat(waits.apply(100)).isBetween(Duration.ofMinutes(10), Duration.ofHours(1));
        assertThat(IntStream.rangeClosed(1, 200).mapToObj(waits))
                .allSatisfy(wait -> assertThat(wait).isLessThanOrEqualTo(Duration.ofHours(1)));
    }
}
