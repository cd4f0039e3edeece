package dev.holdfast.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.webhook.Tally.Outcome;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What ends or is dropped, and what a restart leaves. */
@ExtendWith(OutputCaptureExtension.class)
class CourierBoundsTests {

    @TempDir
    private Path directory;

    private CourierStage stage;

    @BeforeEach
    void enter() {
        stage = new CourierStage(directory);
    }

    @Test
    void givesUpAfterADayAndNotBefore(CapturedOutput log) {
        Courier courier = stage.courier(failures -> Duration.ofHours(7));
        stage.refusesAlways(NotDelivered.because("timeout"));
        stage.take(courier, "a");

        for (int hours = 0; hours < 21; hours += 7) {
            CourierStage.run(courier);
            stage.clock().advance(Duration.ofHours(7));
        }
        CourierStage.run(courier);
        assertThat(stage.heard()).hasSize(4);
        assertThat(courier.step()).isEqualTo(Duration.ofHours(3));
        stage.clock().advance(Duration.ofHours(3).minusNanos(1));
        CourierStage.run(courier);
        assertThat(courier.pending()).isOne();

        stage.clock().advance(Duration.ofNanos(1));
        CourierStage.run(courier);

        assertThat(courier.pending()).isZero();
        assertThat(stage.heard()).hasSize(4);
        assertThat(stage.tally().of(Outcome.GIVEN_UP)).isOne();
        assertThat(log)
                .containsOnlyOnce("is given up, it could not be delivered within 24 hours: webhook=3"
                        + " (hooks.slack.example) id=a");
    }

    @Test
    void goesOnWithTheNextOneAfterOneWasGivenUp() {
        Courier courier = stage.courier(failures -> Duration.ofHours(1));
        stage.refusesAlways(NotDelivered.because("timeout"));
        stage.take(courier, "old");
        CourierStage.run(courier);
        stage.clock().advance(Duration.ofHours(23));
        stage.take(courier, "new");
        CourierStage.run(courier);
        stage.clock().advance(Duration.ofHours(1));
        stage.refusesNothingMore();
        CourierStage.run(courier);

        assertThat(stage.heard()).containsExactly("old", "old", "new");
        assertThat(stage.tally().of(Outcome.GIVEN_UP)).isOne();
        assertThat(stage.tally().of(Outcome.DELIVERED)).isOne();
    }

    @Test
    void countsTheDayFromWhatHappenedAlsoAcrossARestart() {
        Courier before = stage.courier();
        stage.refusesAlways(NotDelivered.because("timeout"));
        stage.take(before, "a");
        CourierStage.run(before);
        stage.clock().advance(Duration.ofHours(24));

        Courier after = stage.courier();
        CourierStage.run(after);

        assertThat(stage.heard()).containsExactly("a");
        assertThat(stage.tally().of(Outcome.GIVEN_UP)).isOne();
    }

    @Test
    void goesOnAfterARestartWhereItWas() {
        Courier before = stage.courier();
        stage.take(before, "a", "b", "c");
        stage.refuses(NotDelivered.because("timeout"));
        CourierStage.run(before);
        before.keep();

        Courier after = stage.courier();
        assertThat(after.pending()).isEqualTo(3);
        CourierStage.run(after);

        assertThat(stage.heard()).containsExactly("a", "a", "b", "c");
    }

    @Test
    @Tag("thorough")
    void keepsAThousandAndDropsTheOldest(CapturedOutput log) {
        Courier courier = stage.courier();
        stage.refusesAlways(NotDelivered.because("timeout"));
        for (int n = 0; n < 1_003; n++) {
            stage.take(courier, "n" + n);
            courier.keep();
        }

        assertThat(courier.pending()).isEqualTo(1_000);
        assertThat(stage.tally().of(Outcome.DROPPED)).isEqualTo(3);
        CourierStage.run(courier);
        assertThat(stage.heard()).containsExactly("n3");
        assertThat(log).contains("A message for a webhook is dropped, more than 1000 wait: webhook=3");
    }

    @Test
    @Tag("thorough")
    void doesNotHoldUpWhoeverHandsMoreOverThanItCanTake() {
        Courier courier = stage.courier();
        IntStream.range(0, 2_500).forEach(n -> stage.take(courier, "n" + n));

        CourierStage.run(courier);

        assertThat(stage.heard()).hasSize(1_000).startsWith("n1500").endsWith("n2499");
        assertThat(stage.tally().of(Outcome.DROPPED)).isEqualTo(1_500);
    }

    @Test
    void isSwitchedOffByGoneUntilARestart(CapturedOutput log) {
        Courier courier = stage.courier();
        stage.refuses(NotDelivered.answered(410, Optional.empty()));
        stage.take(courier, "a", "b");
        CourierStage.run(courier);
        stage.take(courier, "c");
        stage.clock().advance(Duration.ofHours(2));
        CourierStage.run(courier);

        assertThat(stage.heard()).containsExactly("a");
        assertThat(courier.pending()).isZero();
        assertThat(stage.tally().of(Outcome.DROPPED)).isEqualTo(3);
        assertThat(log)
                .containsOnlyOnce("A webhook wants no more messages (410), and gets none until a restart:"
                        + " webhook=3 (hooks.slack.example) dropped=2");

        Courier after = stage.courier();
        stage.take(after, "d");
        CourierStage.run(after);
        assertThat(stage.heard()).containsExactly("a", "d");
    }

    @Test
    void showsItselfInMeters() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        Courier courier = stage.courier();
        new WebhookMetrics(List.of(courier), stage.tally()).bindTo(registry);
        stage.refuses(NotDelivered.because("timeout"));
        stage.take(courier, "a", "b");
        CourierStage.run(courier);

        assertThat(registry.get("holdfast.webhook.pending").gauge().value()).isEqualTo(2);
        assertThat(registry.get("holdfast.webhook.deliveries")
                        .tag("outcome", "failed")
                        .functionCounter()
                        .count())
                .isOne();
    }
}
