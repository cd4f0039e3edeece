package dev.holdfast.incident;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** When an incident opens by itself, what joins it, and when it is over. */
class BookTests {

    private static final Duration A_MINUTE = Duration.ofMinutes(1);

    private final Diary diary = Diary.running();

    @Test
    void saysNothingWhileAllIsWell() {
        diary.pass(Duration.ofMinutes(10));

        assertThat(diary.events).isEmpty();
        assertThat(diary.book.open()).isEmpty();
        assertThat(diary.book.past()).isEmpty();
    }

    @Test
    void opensForAReserveThatIsMissing() {
        diary.weather.standby(false);
        diary.look();

        assertThat(diary.open())
                .isEqualTo(new Incident(
                        "inc-1",
                        Instant.parse("2026-11-24T10:00:00Z"),
                        Optional.empty(),
                        Set.of(Cause.NODE_LEFT),
                        Impact.NONE,
                        Impact.NONE,
                        new Incident.Figures(0, Optional.empty(), 0),
                        Optional.empty(),
                        Optional.empty(),
                        List.of(
                                update("A server that keeps jobs is out of service."),
                                update("Jobs are accepted as usual."))));
        assertThat(diary.told()).containsExactly("opened");
    }

    @Test
    void jobsWaitOnAStandbyThatNobodyWorksOn() {
        diary.weather.primary(false).standingIn(true, false);
        diary.look();

        assertThat(diary.open().impact()).isEqualTo(Impact.LATER);
    }

    @Test
    void nobodyNoticesAStandbyOnWhichJobsAreRun() {
        diary.weather.primary(false).standingIn(true, true);
        diary.look();

        assertThat(diary.open().impact()).isEqualTo(Impact.NONE);
    }

    @Test
    void isNotOverWhileTheStandbyStandsInForAPrimaryThatIsBack() {
        diary.weather.primary(false).standingIn(true, true);
        diary.look();
        diary.weather.primary(true);
        diary.pass(Duration.ofMinutes(10));

        assertThat(diary.book.open()).isPresent();
    }

    @Test
    void whateverElseHappensJoinsIt() {
        diary.weather.primary(false).standingIn(true, false);
        diary.look();
        diary.pass(A_MINUTE);
        diary.weather.standby(false).standingIn(false, false);
        diary.pass(A_MINUTE);
        diary.weather.disk(false);
        diary.pass(A_MINUTE);

        assertThat(diary.open().causes()).containsExactly(Cause.NODE_LEFT, Cause.SPOOL, Cause.NOTHING_ACCEPTED);
        assertThat(diary.open().since()).isEqualTo("2026-11-24T10:00:00Z");
        assertThat(diary.texts())
                .containsExactly(
                        "A server that keeps jobs is out of service.",
                        "Jobs are accepted and will run later.",
                        "No server that keeps jobs is in service; new jobs are kept on disk until one is.",
                        "Jobs can be kept neither on a server nor on disk.",
                        "New jobs are refused.");
        assertThat(diary.told()).containsExactly("opened", "updated", "updated");
    }

    @Test
    void remembersTheWorst() {
        diary.weather.both(false).disk(false);
        diary.look();
        diary.weather.both(true).disk(true);
        diary.look();

        assertThat(diary.open().impact()).isEqualTo(Impact.NONE);
        assertThat(diary.open().worst()).isEqualTo(Impact.REFUSED);
        assertThat(diary.texts()).endsWith("New jobs are refused.", "Jobs are accepted as usual.");
    }

    @Test
    void closesWhenAllHasBeenWellForLongEnough() {
        diary.weather.standby(false);
        diary.look();
        diary.weather.standby(true);
        diary.look();
        diary.pass(Diary.HEALING.minusSeconds(1));
        assertThat(diary.book.open()).isPresent();

        diary.pass(Duration.ofSeconds(1));

        assertThat(diary.book.open()).isEmpty();
        assertThat(diary.last().closed()).contains(Instant.parse("2026-11-24T10:02:00Z"));
        assertThat(Diary.texts(diary.last())).endsWith("Everything has been well for 2 minutes.");
        assertThat(diary.told()).containsExactly("opened", "closed");
    }

    @Test
    void oneThatFlapsIsOneIncident() {
        for (int i = 0; i < 10; i++) {
            diary.weather.standby(false);
            diary.pass(Duration.ofSeconds(5));
            diary.weather.standby(true);
            diary.pass(Diary.HEALING.minusSeconds(1));
        }

        assertThat(diary.told()).containsExactly("opened");

        diary.pass(Duration.ofSeconds(2));

        assertThat(diary.told()).containsExactly("opened", "closed");
        assertThat(diary.book.past()).hasSize(1);
    }

    @Test
    void anotherOneHasAnotherName() {
        diary.weather.standby(false);
        diary.look();
        diary.weather.standby(true);
        diary.pass(Diary.HEALING.plusSeconds(1));
        diary.weather.both(false);
        diary.look();

        assertThat(diary.open().id()).isEqualTo("inc-2");
        assertThat(diary.last().id()).isEqualTo("inc-1");
        assertThat(diary.open().causes()).containsExactly(Cause.NODE_LEFT, Cause.SPOOL);
    }

    @Test
    void isNotOverWhileJobsStillLieOnTheDisk() {
        diary.weather.both(false);
        diary.look();
        diary.weather.both(true).spooled(7);
        diary.pass(Duration.ofMinutes(10));

        assertThat(diary.open().impact()).isEqualTo(Impact.LATER);
        assertThat(diary.open().figures().spooled()).isEqualTo(7);
        assertThat(diary.open().figures().oldest()).contains(Duration.ofSeconds(7));
    }

    @Test
    void jobsThatPassOverTheDiskAreNoIncident() {
        diary.weather.spooled(3);
        diary.pass(A_MINUTE);

        assertThat(diary.events).isEmpty();
    }

    @Test
    void figuresMoveWithoutBeingTold() {
        diary.weather.both(false);
        diary.look();
        diary.weather.spooled(12);
        diary.look();

        assertThat(diary.open().figures().spooled()).isEqualTo(12);
        assertThat(diary.told()).containsExactly("opened");
    }

    @Test
    void countsWhatWasRefusedSinceItBegan() {
        diary.refused = 40;
        diary.look();
        // Between two looks: the incident has begun, and nobody knows yet.
        diary.refused = 42;
        diary.weather.both(false).disk(false);
        diary.look();
        diary.refused = 50;
        diary.look();

        assertThat(diary.open().figures().refused()).isEqualTo(10);
    }

    @Test
    void aNodeThatCameBackWithinABlinkIsTold() {
        diary.weather.restarted();
        diary.look();

        assertThat(diary.open().causes()).containsExactly(Cause.NODE_EMPTIED);
        assertThat(diary.texts().get(0)).contains("restarted, promoted or with other data", "may be missing");

        diary.pass(Diary.HEALING.plusSeconds(1));

        assertThat(diary.book.open()).isEmpty();
    }

    @Test
    void aRestartInterruptsTheHealing() {
        diary.weather.standby(false);
        diary.look();
        diary.weather.standby(true);
        diary.pass(A_MINUTE);
        diary.weather.restarted();
        diary.pass(Diary.HEALING.minusSeconds(1));

        assertThat(diary.open().causes()).containsExactly(Cause.NODE_LEFT, Cause.NODE_EMPTIED);
    }

    @Test
    void maintenanceIsAnIncidentThatHasAnEnd() {
        Instant end = diary.wall().plusSeconds(600);
        diary.weather.closed(end, "Redis is being moved.");
        diary.look();

        assertThat(diary.open().causes()).containsExactly(Cause.MAINTENANCE);
        assertThat(diary.open().impact()).isEqualTo(Impact.REFUSED);
        assertThat(diary.open().until()).contains(end);
        assertThat(diary.texts()).containsExactly("Maintenance: Redis is being moved.", "New jobs are refused.");

        diary.weather.opened();
        diary.look();

        assertThat(diary.open().until()).isEmpty();
    }

    @Test
    void knowsNoEndOfMaintenanceWithoutOne() {
        diary.weather.closed(null, null);
        diary.look();

        assertThat(diary.open().until()).isEmpty();
        assertThat(diary.texts()).startsWith("Maintenance has begun.");
    }

    @Test
    void keepsTheLast200() {
        for (int i = 0; i < 203; i++) {
            diary.weather.standby(false);
            diary.look();
            diary.weather.standby(true);
            diary.pass(Diary.HEALING.plusSeconds(1));
        }

        assertThat(diary.book.past()).hasSize(200);
        assertThat(diary.last().id()).isEqualTo("inc-203");
    }

    @Test
    void everyEventHasANameOfItsOwn() {
        diary.weather.standby(false);
        diary.look();
        diary.weather.both(false);
        diary.look();
        diary.weather.both(true);
        diary.pass(Diary.HEALING.plusSeconds(1));

        assertThat(diary.events)
                .extracting(IncidentEvent::id)
                .containsExactly("inc-1-1", "inc-1-2", "inc-1-3", "inc-1-4");
        assertThat(diary.events)
                .extracting(event -> event.incident().updates().size())
                .containsExactly(2, 4, 5, 6);
    }

    private static Incident.Update update(String text) {
        return new Incident.Update(Instant.parse("2026-11-24T10:00:00Z"), text, false);
    }
}
