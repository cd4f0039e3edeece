package dev.holdfast.enqueue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.job.JobState;
import dev.holdfast.job.Node;
import dev.holdfast.job.Placement;
import dev.holdfast.job.Reason;
import dev.holdfast.job.Warning;
import dev.holdfast.testing.ScriptedJobQueue;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Receipts of jobs that wait for something else than their turn. */
class WaitingReceiptsTests {

    private static final String SOON = "{\"task\":\"a.b\",\"job_id\":\"x\",\"run_in\":\"1h\"}";

    @Test
    void tellsWhenAJobIsDueAndWarnsIfNobodyWillQueueItThen() {
        assertThat(answer(SOON, placed(JobState.SCHEDULED, Warning.NO_WORKER, Warning.NO_SCHEDULER)))
                .isEqualTo("""
                200
                Content-Type: application/json
                Location: /jobs/x
                {"status":"success","job_id":"x","queue":"default","state":"scheduled","node":"primary",\
                "durability":"redis","run_at":"2026-11-24T11:00:00Z","warnings":[{"code":"no_scheduler","detail":\
                "no scheduler serves this queue now, and without one the job is not queued when its time has come; start \
                a worker of this queue with --with-scheduler"},{"code":"no_worker","detail":"no worker is registered for \
                this queue now, and the job waits for one; start one, or send to a queue that has workers"}]}
                """);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
                    "run_at":"2030-01-02T03:04:05.9+02:00" | "run_at":"2030-01-02T01:04:05Z"
                    "run_in":90          | "run_at":"2026-11-24T10:01:30Z"
                    """)
    void tellsTheSecondInWhichAJobIsDue(String member, String told) {
        assertThat(answer("{\"task\":\"a.b\"," + member + "}", placed(JobState.SCHEDULED)))
                .contains(told)
                .doesNotContain("warnings");
    }

    @Test
    void tellsNoTimeForAJobThatWasQueuedBecauseItsTimeHasCome() {
        assertThat(answer(SOON, placed(JobState.QUEUED)))
                .contains("\"state\":\"queued\"")
                .doesNotContain("run_at");
    }

    @ParameterizedTest
    @EnumSource(JobState.class)
    void tellsARepetitionItsStateAndNoTime(JobState state) {
        assertThat(answer(SOON, new Placement.AlreadyPlaced(Node.PRIMARY, "run", state)))
                .contains("Idempotency-Replayed: true", "\"state\":\"" + state.word() + "\"")
                .doesNotContain("run_at", "warnings");
    }

    @Test
    void warnsOfAParentThatHasFailed() {
        assertThat(answer("{\"task\":\"a.b\",\"depends_on\":\"p\"}", placed(JobState.DEFERRED, Warning.PARENT_FAILED)))
                .contains("\"state\":\"deferred\"", "\"warnings\":[{\"code\":\"parent_failed\",")
                .doesNotContain("run_at");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void neitherTellsATimeNorWarnsWhereTheJobIsInNoRedis(boolean spooled) {
        Placement placement = spooled ? new Placement.Spooled(1) : new Placement.NotWritten(Reason.CONNECTION_REFUSED);

        assertThat(answer(SOON, placement)).doesNotContain("run_at", "warnings");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
                    "ttl":60,"retry":{"max":1,"intervals":60}          | true
                    "ttl":60,"retry":{"max":2,"intervals":[0,61]}      | true
                    "ttl":60,"repeat":{"times":1,"intervals":[3600]}   | true
                    "ttl":60,"retry":{"max":1,"intervals":59}          | false
                    "ttl":60,"repeat":{"times":1},"retry":{"max":1}    | false
                    "ttl":60,"run_in":3600                             | false
                    "repeat":{"times":1,"intervals":[3600]}            | false
                    """)
    void warnsOfATtlThatEndsAJobBeforeItsNextRunWhereverItLies(String members, boolean warned) {
        String body = "{\"task\":\"a.b\"," + members + "}";
        for (Placement placement : List.of(
                placed(JobState.QUEUED), new Placement.AlreadyPlaced(Node.PRIMARY, "run"), new Placement.Spooled(1))) {
            assertThat(answer(body, placement).contains("\"code\":\"ttl_shorter_than_delay\""))
                    .isEqualTo(warned);
        }
    }

    private static Placement placed(JobState state, Warning... warnings) {
        return new Placement.Placed(Node.PRIMARY, "run", state, Set.of(warnings));
    }

    private static String answer(String body, Placement placement) {
        return new Desk(new ScriptedJobQueue(placement)).ask(body);
    }
}
