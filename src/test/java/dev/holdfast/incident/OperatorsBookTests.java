package dev.holdfast.incident;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What operators say of an incident, and clocks that are wrong. */
class OperatorsBookTests {

    private final Diary diary = Diary.running();
    private final Instant inAnHour = diary.wall().plusSeconds(3600);

    @Test
    void opensWhatTheServiceCannotSee() {
        diary.tell(diary.book.open("Reports are wrong since noon.", Impact.LATER, inAnHour, null, diary.wall()));

        assertThat(diary.open().causes()).containsExactly(Cause.OPERATOR);
        assertThat(diary.open().impact()).isEqualTo(Impact.LATER);
        assertThat(diary.open().until()).contains(inAnHour);
        assertThat(diary.open().updates())
                .containsExactly(new Incident.Update(diary.wall(), "Reports are wrong since noon.", true));
    }

    @Test
    void onlyAnOperatorClosesWhatOneOpened() {
        diary.tell(diary.book.open("Reports are wrong.", Impact.NONE, null, null, diary.wall()));
        diary.pass(Duration.ofMinutes(30));
        assertThat(diary.book.open()).isPresent();

        diary.tell(diary.book.close("Reports are right again.", diary.wall()));

        assertThat(diary.book.open()).isEmpty();
        assertThat(Diary.texts(diary.last())).endsWith("Reports are right again.");
        assertThat(diary.told()).containsExactly("opened", "closed");
    }

    @Test
    void thereIsNeverASecondOne() {
        diary.weather.standby(false);
        diary.look();

        assertThat(diary.book.open("Me too.", Impact.NONE, null, null, diary.wall()))
                .isEmpty();
        assertThat(diary.open().causes()).containsExactly(Cause.NODE_LEFT);
    }

    @Test
    void saysNothingOfAnIncidentThatIsNotThere() {
        assertThat(diary.book.update("Hello.", null, null, diary.wall())).isEmpty();
        assertThat(diary.book.estimate(null, inAnHour, null, diary.wall())).isEmpty();
        assertThat(diary.book.close(null, diary.wall())).isEmpty();
        assertThat(diary.book.past()).isEmpty();
    }

    @Test
    void troubleJoinsWhatAnOperatorOpened() {
        diary.tell(diary.book.open("Network works.", Impact.LATER, null, null, diary.wall()));
        diary.weather.both(false).disk(false);
        diary.look();
        assertThat(diary.open().impact()).isEqualTo(Impact.REFUSED);
        diary.weather.both(true).disk(true);
        diary.pass(Duration.ofMinutes(10));

        assertThat(diary.open().causes()).containsExactly(Cause.OPERATOR, Cause.NODE_LEFT, Cause.NOTHING_ACCEPTED);
        assertThat(diary.open().impact()).as("the operator's word is the least").isEqualTo(Impact.LATER);
    }

    @Test
    void whatIsClosedWhileItLastsStaysClosedUntilItHasBeenGoneOnce() {
        diary.weather.standby(false);
        diary.look();
        diary.tell(diary.book.close(null, diary.wall()));
        diary.pass(Duration.ofMinutes(10));
        assertThat(diary.told()).containsExactly("opened", "closed");

        diary.weather.standby(true);
        diary.look();
        diary.weather.standby(false);
        diary.look();

        assertThat(diary.told()).containsExactly("opened", "closed", "opened");
    }

    @Test
    void anotherCauseOpensOneThatEndsThoughTheFirstLasts() {
        diary.weather.standby(false);
        diary.look();
        diary.tell(diary.book.close("It is away for a week.", diary.wall()));
        diary.weather.disk(false).primary(false);
        diary.look();
        assertThat(diary.open().causes()).containsExactly(Cause.NOTHING_ACCEPTED);
        diary.weather.disk(true).primary(true);
        diary.pass(Diary.HEALING.plusSeconds(1));

        assertThat(diary.book.open()).isEmpty();
        assertThat(Diary.texts(diary.last())).endsWith("Everything else has been well for 2 minutes.");
    }

    @Test
    void anEstimateThatHasPassedIsNotShownAndSaidOnce() {
        diary.weather.standby(false);
        diary.look();
        diary.tell(diary.book.estimate(null, diary.wall().plusSeconds(60), null, diary.wall()));
        diary.pass(Duration.ofMinutes(5));

        assertThat(diary.open().until()).isEmpty();
        assertThat(diary.texts()).containsOnlyOnce(Words.ESTIMATE_PASSED);
        assertThat(diary.told()).containsExactly("opened", "updated", "updated");
    }

    @Test
    void anEstimateIsReplacedAndTakenBack() {
        diary.weather.standby(false);
        diary.look();
        diary.tell(diary.book.estimate(null, inAnHour, null, diary.wall()));
        diary.tell(diary.book.estimate("Sooner.", inAnHour.minusSeconds(60), null, diary.wall()));
        assertThat(diary.open().until()).contains(inAnHour.minusSeconds(60));

        diary.tell(diary.book.estimate(null, null, null, diary.wall()));

        assertThat(diary.open().until()).isEmpty();
        assertThat(diary.told()).containsExactly("opened", "updated", "updated", "updated");
    }

    @Test
    void theSameEstimateAgainIsNoChange() {
        diary.weather.standby(false);
        diary.look();
        diary.tell(diary.book.estimate(null, inAnHour, null, diary.wall()));

        assertThat(diary.book.estimate(null, inAnHour, null, diary.wall())).isEmpty();
    }

    @Test
    void anEstimateIsWorthMoreThanTheEndOfAWindow() {
        diary.weather.closed(inAnHour, null);
        diary.look();
        diary.tell(diary.book.estimate(null, inAnHour.minusSeconds(600), null, diary.wall()));
        diary.look();
        assertThat(diary.open().until()).contains(inAnHour.minusSeconds(600));

        diary.pass(Duration.ofSeconds(3001));

        assertThat(diary.open().until()).contains(inAnHour);
    }

    @Test
    void anUpdateKeepsThePromiseOfOne() {
        diary.weather.standby(false);
        diary.look();
        diary.tell(diary.book.update("Somebody is on the way.", inAnHour, inAnHour, diary.wall()));
        assertThat(diary.open().nextUpdate()).contains(inAnHour);

        diary.tell(diary.book.update("Somebody is there.", null, null, diary.wall()));

        assertThat(diary.open().nextUpdate()).isEmpty();
        assertThat(diary.open().until()).contains(inAnHour);
    }

    @Test
    void aPromiseThatWasNotKeptIsNotShown() {
        diary.weather.standby(false);
        diary.look();
        diary.tell(diary.book.update("More soon.", null, diary.wall().plusSeconds(30), diary.wall()));
        diary.pass(Duration.ofMinutes(1));

        assertThat(diary.open().nextUpdate()).isEmpty();
    }

    @Test
    void whatPeopleWroteIsNeverDroppedForWhatTheServiceSays() {
        diary.weather.standby(false);
        diary.look();
        diary.tell(diary.book.update("Somebody is on the way.", null, null, diary.wall()));
        for (int i = 0; i < 200; i++) {
            diary.weather.spooled(i % 2);
            diary.look();
        }

        assertThat(diary.open().updates()).hasSize(100);
        assertThat(diary.texts()).startsWith("Somebody is on the way.");
    }

    @Test
    void aWallClockThatJumpsBackTurnsNoOrderAround() {
        diary.weather.standby(false);
        diary.pass(Duration.ofMinutes(5));
        diary.wallJump = Duration.ofHours(-2);
        diary.weather.primary(false);
        diary.look();
        diary.weather.both(true);
        diary.pass(Diary.HEALING.plusSeconds(1));

        assertThat(diary.last().updates())
                .isSortedAccordingTo((one, other) -> one.at().compareTo(other.at()));
        assertThat(diary.last().closed().orElseThrow())
                .isAfterOrEqualTo(diary.last().since());
    }

    @Test
    void aWallClockThatJumpsAheadHealsNothing() {
        diary.weather.standby(false);
        diary.look();
        diary.weather.standby(true);
        diary.look();
        diary.wallJump = Duration.ofHours(2);
        diary.look();

        assertThat(diary.book.open()).isPresent();
    }

    @Test
    void closesInTheSecondInWhichItOpened() {
        diary.weather.standby(false);
        diary.look();
        diary.tell(diary.book.close(null, diary.wall()));

        assertThat(diary.last().closed()).isEqualTo(Optional.of(diary.last().since()));
    }
}
