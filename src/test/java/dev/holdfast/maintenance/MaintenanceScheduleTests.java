package dev.holdfast.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.holdfast.problem.Violation;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What becomes of windows as time passes. */
class MaintenanceScheduleTests {

    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
    private static final Instant ONE = NOON.plusSeconds(3600);
    private static final Instant TWO = NOON.plusSeconds(7200);
    private static final PlannedWindow NOON_TO_ONE = new PlannedWindow("noon", NOON, ONE, "New disk");

    @Test
    void refusesPlansThatOverlapOrEndBeforeTheyBegin() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MaintenanceSchedule.NOTHING
                        .with(NOON_TO_ONE)
                        .with(new PlannedWindow("other", ONE.minusNanos(1), TWO, null)));
        assertThatIllegalArgumentException().isThrownBy(() -> new PlannedWindow("none", NOON, NOON, null));
        assertThatIllegalArgumentException().isThrownBy(() -> new PlannedWindow("none", ONE, NOON, null));
        assertThatIllegalArgumentException().isThrownBy(() -> new PlannedWindow("none", NOON, ONE, "two\nlines"));
    }

    @Test
    void objectsToMoreThanFiftyPlans() {
        MaintenanceSchedule full = MaintenanceSchedule.NOTHING;
        for (int hour = 0; hour < 50; hour++) {
            PlannedWindow window =
                    new PlannedWindow("p" + hour, NOON.plusSeconds(3600L * hour), ONE.plusSeconds(3600L * hour), null);
            assertThat(full.objection(window)).isNull();
            full = full.with(window);
        }

        PlannedWindow oneMore =
                new PlannedWindow("one-more", NOON.plusSeconds(360_000), ONE.plusSeconds(360_000), null);
        assertThat(full.objection(oneMore))
                .isEqualTo(new Violation("/from", "too_many", "must wait until fewer than 50 windows are planned"));
    }

    @Test
    void neverTurnsWithoutAnEndAndAPlan() {
        assertThat(MaintenanceSchedule.NOTHING.turn()).isEqualTo(Instant.MAX);
        assertThat(closed(null, null).turn()).isEqualTo(Instant.MAX);
    }

    @Test
    void aPlanDoesNotOpenTheDoorBeforeTheEndOfAnOperatorsWindow() {
        MaintenanceSchedule turned = closed(TWO, null).with(NOON_TO_ONE).turned();

        assertThat(turned).isEqualTo(closed(TWO, "New disk"));
    }

    @Test
    void aPlanKeepsTheDoorClosedAfterTheEndOfAnOperatorsWindow() {
        MaintenanceSchedule turned =
                closed(NOON.plusSeconds(60), "Rack moves").with(NOON_TO_ONE).turned();

        assertThat(turned).isEqualTo(closed(ONE, "Rack moves"));
    }

    @Test
    void aPlanDoesNotOpenADoorThatAnOperatorHasToOpen() {
        MaintenanceSchedule turned = closed(null, null).with(NOON_TO_ONE).turned();

        assertThat(turned).isEqualTo(closed(null, "New disk"));
    }

    @Test
    void aPlanThatBeginsWithTheEndOfAnotherWindowHasItsOwnWords() {
        MaintenanceSchedule turned =
                closed(NOON, "Rack moves").with(NOON_TO_ONE).turned();

        assertThat(turned).isEqualTo(closed(ONE, "New disk"));
    }

    @Test
    void whatEndsBeforeAPlanBeginsLeavesItAhead() {
        MaintenanceSchedule before = closed(NOON.minusSeconds(1), "Rack moves").with(NOON_TO_ONE);

        assertThat(before.turn()).isEqualTo(NOON.minusSeconds(1));
        assertThat(before.turned()).isEqualTo(MaintenanceSchedule.NOTHING.with(NOON_TO_ONE));
    }

    private static MaintenanceSchedule closed(@Nullable Instant until, @Nullable String message) {
        return new MaintenanceSchedule(new MaintenanceWindow(until, message), List.of());
    }
}
