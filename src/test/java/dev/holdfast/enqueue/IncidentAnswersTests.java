package dev.holdfast.enqueue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.job.JobState;
import dev.holdfast.job.Node;
import dev.holdfast.job.Placement;
import dev.holdfast.job.Reason;
import dev.holdfast.problem.Notice;
import dev.holdfast.problem.Notices;
import dev.holdfast.testing.ScriptedJobQueue;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What answers say of an incident that is open, to those whom it concerns. */
class IncidentAnswersTests {

    private static final String JOB = "{\"task\": \"reports.build\", \"job_id\": \"daily-1\"}";
    private static final String INCIDENT = """
            "incident":{"id":"inc-1","since":"2026-11-24T09:00:00Z","until":"2026-11-24T10:10:00Z",\
            "status_url":"https://jobs.example.com/status"}}
            """;

    private final AtomicInteger refused = new AtomicInteger();

    @Test
    void aJobOnTheDiskIsTaken() {
        assertThat(desk(new Placement.Spooled(1), 600).ask(JOB)).isEqualTo("""
                202
                Content-Type: application/json
                Location: /jobs/daily-1
                {"status":"accepted","job_id":"daily-1","queue":"default","state":"spooled","durability":"disk",\
                """ + INCIDENT);
        assertThat(refused).hasValue(0);
    }

    @Test
    void aRefusalSaysWhenToComeBack() {
        assertThat(desk(new Placement.NotWritten(Reason.CONNECTION_REFUSED), 600)
                        .ask(JOB))
                .startsWith("503")
                .contains("Retry-After: 600\n", "\"code\":\"redis_unavailable\"")
                .endsWith(INCIDENT);
        assertThat(refused).hasValue(1);
    }

    @ParameterizedTest
    @CsvSource({"-1, 2", "0, 2", "1, 2", "2, 2", "3, 3", "86400, 86400"})
    void neverSoonerThanUsual(int left, String retryAfter) {
        assertThat(desk(new Placement.NotWritten(Reason.CONNECTION_REFUSED), left)
                        .ask(JOB))
                .contains("Retry-After: " + retryAfter + "\n");
    }

    @Test
    void theEndOfSomethingElseIsNoReasonToWait() {
        Placement blip = new Placement.NotWritten(Reason.CONNECTION_LOST);

        assertThat(desk(blip, 600, false).ask(JOB)).contains("Retry-After: 2\n").endsWith(INCIDENT);
    }

    @Test
    void aFullDiskWaitsForTheEstimateToo() {
        Placement full = new Placement.Full(Reason.UNREACHABLE, Reason.DISK_FULL, Duration.ofSeconds(30));

        assertThat(desk(full, 600).ask(JOB)).contains("Retry-After: 600\n").endsWith(INCIDENT);
        assertThat(desk(full, 10).ask(JOB)).contains("Retry-After: 30\n");
    }

    @Test
    void anEstimateTellsNothingOfADoubtOrOfOverload() {
        assertThat(desk(new Placement.InDoubt(Node.PRIMARY, Reason.NO_REPLY), 600)
                        .ask(JOB))
                .contains("Retry-After: 2\n")
                .endsWith(INCIDENT);
        assertThat(desk(new Placement.NotWritten(Reason.OVERLOADED), 600).ask(JOB))
                .contains("Retry-After: 1\n")
                .endsWith(INCIDENT);
        assertThat(refused).hasValue(2);
    }

    @Test
    void aJobThatIsInRedisIsNotConcerned() {
        assertThat(desk(new Placement.Placed(Node.PRIMARY, "run", JobState.QUEUED), 600)
                        .ask(JOB))
                .startsWith("200")
                .doesNotContain("incident");
    }

    @Test
    void aMistakeOfTheCallersIsNotConcerned() {
        assertThat(desk(new Placement.Conflict(), 600).ask("{"))
                .startsWith("400")
                .doesNotContain("incident");
        assertThat(refused).hasValue(0);
    }

    private Desk desk(Placement placement, int secondsLeft) {
        return desk(placement, secondsLeft, true);
    }

    private Desk desk(Placement placement, int secondsLeft, boolean refusing) {
        Notice notice = new Notice(
                "inc-1",
                Desk.NOW.minusSeconds(3600),
                Optional.of(Desk.NOW.plusSeconds(secondsLeft)),
                refusing,
                "https://jobs.example.com/status");
        Notices notices =
                new Notices(() -> Optional.of(notice), refused::incrementAndGet, InstantSource.fixed(Desk.NOW));
        return new Desk(new ScriptedJobQueue(placement), notices);
    }
}
