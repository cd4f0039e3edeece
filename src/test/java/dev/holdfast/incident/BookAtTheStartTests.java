package dev.holdfast.incident;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** A service that starts, and one that starts in the middle of an incident. */
class BookAtTheStartTests {

    @Test
    void nothingHappenedJustBecauseTheServiceStarts() {
        Diary diary = new Diary();
        diary.weather.both(false).connecting(true);
        diary.pass(Duration.ofSeconds(3));
        diary.weather.both(true).connecting(false);
        diary.pass(Duration.ofSeconds(10));

        assertThat(diary.events).isEmpty();
    }

    @Test
    void opensWhenNoNodeWasReachedAfterAWhile() {
        Diary diary = new Diary();
        diary.weather.both(false);
        diary.pass(Duration.ofSeconds(5));
        assertThat(diary.events).isEmpty();

        diary.pass(Duration.ofSeconds(1));

        assertThat(diary.open().causes()).containsExactly(Cause.NODE_LEFT, Cause.SPOOL);
    }

    @Test
    void opensAtOnceForANodeThatWasWellBefore() {
        Diary diary = Diary.running();
        diary.weather.primary(false);
        diary.pass(Duration.ofSeconds(1));

        assertThat(diary.told()).containsExactly("opened");
    }

    @Test
    void tellsOfAClosedDoorFromTheBeginning() {
        Diary diary = new Diary();
        diary.weather.both(false).connecting(true).closed(null, null);
        diary.look();

        assertThat(diary.open().causes()).containsExactly(Cause.MAINTENANCE);
        assertThat(diary.open().impact()).isEqualTo(Impact.REFUSED);
    }

    @Test
    void aConnectionThatTakesLongIsNoOutage() {
        Diary diary = Diary.running();
        diary.weather.standby(false).connecting(true);
        diary.pass(Duration.ofMinutes(1));

        assertThat(diary.events).isEmpty();
    }

    @Test
    void goesOnUnderTheSameName() {
        Diary before = Diary.running();
        before.weather.both(false);
        before.refused = 4;
        before.look();
        Diary after = Diary.restarted(before);
        after.weather.both(false);
        after.refused = 3;
        after.pass(Duration.ofSeconds(10));

        assertThat(after.open().id()).isEqualTo(before.open().id());
        assertThat(after.open().since()).isEqualTo(before.open().since());
        assertThat(after.open().figures().refused()).isEqualTo(7);
        assertThat(after.open().updates()).isEqualTo(before.open().updates());
        assertThat(after.events).isEmpty();
    }

    @Test
    void isOverLikeAnyOtherWhenItsTroubleIsGoneAfterTheRestart() {
        Diary before = Diary.running();
        before.weather.both(false);
        before.look();
        Diary after = Diary.restarted(before);
        after.look();
        after.pass(Diary.HEALING.minusSeconds(1));
        assertThat(after.book.open()).isPresent();

        after.pass(Duration.ofSeconds(1));

        assertThat(after.book.open()).isEmpty();
        assertThat(after.last().causes()).containsExactly(Cause.NODE_LEFT, Cause.SPOOL);
    }

    @Test
    void healingDoesNotCountWhileNoNodeHasBeenReached() {
        Diary before = Diary.running();
        before.weather.both(false);
        before.look();
        Diary after = Diary.restarted(before);
        after.weather.connecting(true);
        after.pass(Duration.ofSeconds(4));
        assertThat(after.open().impact()).isEqualTo(Impact.LATER);
        after.weather.connecting(false);
        after.look();

        after.pass(Diary.HEALING.minusSeconds(1));

        assertThat(after.book.open()).isPresent();
    }

    @Test
    void noEventHasANameThatTheLastRunMayHaveUsed() {
        Diary before = Diary.running();
        before.weather.standby(false);
        before.look();
        Diary after = Diary.restarted(before);
        after.weather.both(false);
        after.pass(Duration.ofSeconds(6));

        assertThat(after.events).extracting(IncidentEvent::id).containsExactly("inc-1-1002");
    }

    @Test
    void keepsWhatIsOver() {
        Diary before = Diary.running();
        before.weather.standby(false);
        before.look();
        before.weather.standby(true);
        before.pass(Diary.HEALING.plusSeconds(1));

        assertThat(Diary.restarted(before).last()).isEqualTo(before.last());
    }

    @Test
    void keepsAnEstimateAndForgetsItWhenItHasPassedMeanwhile() {
        Diary before = Diary.running();
        before.weather.standby(false);
        before.look();
        Instant end = before.wall().plusSeconds(3);
        before.tell(before.book.estimate(null, end, null, before.wall()));
        assertThat(Diary.restarted(before).open().until()).contains(end);

        Diary after = Diary.restarted(before);
        after.weather.standby(false);
        after.pass(Duration.ofSeconds(10));

        assertThat(after.open().until()).isEmpty();
        assertThat(after.texts()).containsOnlyOnce(Words.ESTIMATE_PASSED);
    }

    @Test
    void doesNotOpenAgainWhatAnOperatorHasClosedBefore() {
        Diary before = Diary.running();
        before.weather.standby(false);
        before.look();
        before.tell(before.book.close(null, before.wall()));
        Diary after = Diary.restarted(before);
        after.weather.standby(false);
        after.pass(Duration.ofMinutes(1));

        assertThat(after.events).isEmpty();
    }
}
