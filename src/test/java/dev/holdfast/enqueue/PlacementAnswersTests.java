package dev.holdfast.enqueue;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.holdfast.job.Node;
import dev.holdfast.job.Placement;
import dev.holdfast.job.Reason;
import dev.holdfast.job.StandbyUse;
import dev.holdfast.testing.ScriptedJobQueue;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

class PlacementAnswersTests {

    private static final String JOB = "{\"task\": \"reports.build\", \"job_id\": \"daily-1\"}";
    private static final String KEYED = "{\"task\": \"reports.build\"}";

    @Test
    void saysThatNothingWasWrittenWhenNoRedisTakesIt() {
        assertThat(answerTo(new Placement.NotWritten(Reason.CONNECTION_REFUSED)))
                .isEqualTo("""
                503
                Content-Type: application/problem+json
                Retry-After: 2
                {"type":"urn:holdfast:problem:redis_unavailable","title":"No Redis can take the job now","status":503,\
                "code":"redis_unavailable","detail":"no Redis can take the job now; nothing was written",\
                "error":"no Redis can take the job now; nothing was written","reason":"connection_refused",\
                "safe_to_retry":true}
                """);
    }

    @ParameterizedTest
    @EnumSource(value = Reason.class, names = "OVERLOADED", mode = EnumSource.Mode.EXCLUDE)
    void isUnavailableForEveryReasonOfTheNode(Reason reason) {
        assertThat(answerTo(new Placement.NotWritten(reason))).startsWith("503").contains("redis_unavailable");
    }

    @Test
    void isOverloadedWhenTheQueueIs() {
        assertThat(answerTo(new Placement.NotWritten(Reason.OVERLOADED))).isEqualTo("""
                503
                Content-Type: application/problem+json
                Retry-After: 1
                {"type":"urn:holdfast:problem:overloaded","title":"More requests than can be served","status":503,\
                "code":"overloaded","detail":"more requests than can be served now; nothing was written",\
                "error":"more requests than can be served now; nothing was written","safe_to_retry":true}
                """);
    }

    @Test
    void theLineAboutARefusedJobNamesIt() {
        Logger log = (Logger) LoggerFactory.getLogger(FrontDesk.class);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        log.addAppender(lines);
        try {
            answerTo(new Placement.Refused(Reason.WRONGTYPE));
        } finally {
            log.detachAppender(lines);
        }

        assertThat(lines.list)
                .singleElement()
                .satisfies(line ->
                        assertThat(line.getKeyValuePairs()).singleElement().hasToString("job_id=\"daily-1\""));
    }

    @Test
    void admitsDoubtAndThatTheSameRequestMayBeRepeated() {
        assertThat(answerTo(new Placement.InDoubt(Node.PRIMARY, Reason.NO_REPLY)))
                .isEqualTo("""
                503
                Content-Type: application/problem+json
                Retry-After: 2
                {"type":"urn:holdfast:problem:in_doubt","title":"The job was sent, and Redis did not answer","status":503,\
                "code":"in_doubt","detail":"the job may be enqueued, or may not: Redis did not answer; \
                send the same request again, it is enqueued once","error":"the job may be enqueued, or may not: \
                Redis did not answer; send the same request again, it is enqueued once","job_id":"daily-1",\
                "reason":"no_reply","safe_to_retry":true}
                """);
    }

    @Test
    void admitsDoubtAndNamesTheIdThatMakesARepetitionSafe() {
        Desk doubtful = new Desk(new ScriptedJobQueue(new Placement.InDoubt(Node.PRIMARY, Reason.CONNECTION_LOST)));

        assertThat(doubtful.ask(KEYED))
                .startsWith("503")
                .contains("send the same body again with this job_id, then it is enqueued once")
                .contains("\"safe_to_retry\":false")
                .containsPattern("\"job_id\":\"[0-9a-f-]{36}\"");
    }

    @Test
    void callsNoRepetitionSafeWhileWorkersRunOnBothNodes() {
        Desk doubtful = new Desk(
                new ScriptedJobQueue(new Placement.InDoubt(Node.PRIMARY, Reason.CONNECTION_LOST)),
                StandbyUse.WORKPLACE);

        assertThat(doubtful.ask(JOB))
                .contains("enqueued once, unless the other Redis takes it meanwhile")
                .contains("\"safe_to_retry\":false");
    }

    @ParameterizedTest
    @EnumSource(
            value = Reason.class,
            names = {"WRONGTYPE", "SCRIPT_ERROR", "PROTOCOL_ERROR", "CLUSTER"})
    void saysThatRedisCannotHoldTheJob(Reason reason) {
        assertThat(answerTo(new Placement.Refused(reason)))
                .startsWith("500\nContent-Type: application/problem+json\n{")
                .contains("\"code\":\"redis_refused\"", "\"job_id\":\"daily-1\"");
    }

    @ParameterizedTest
    @EnumSource(
            value = Reason.class,
            names = {"NOPERM", "NOAUTH"})
    void isUnavailableWhileRedisForbidsIt(Reason reason) {
        assertThat(answerTo(new Placement.Refused(reason))).startsWith("503").contains("redis_unavailable");
    }

    @Test
    void promisesWhatIsOnTheDisk() {
        assertThat(answerTo(new Placement.Spooled(17))).isEqualTo("""
                202
                Content-Type: application/json
                Location: /jobs/daily-1
                {"status":"accepted","job_id":"daily-1","queue":"default","state":"spooled","durability":"disk"}
                """);
    }

    @ParameterizedTest
    @EnumSource(
            value = Reason.class,
            names = {"SPOOL_FULL", "DISK_FULL", "DISK_FAILED", "DISK_SLOW"})
    void promisesNothingThatTheDiskDidNotTake(Reason disk) {
        assertThat(answerTo(new Placement.Full(Reason.LOADING, disk, Duration.ofSeconds(2))))
                .isEqualTo("""
                503
                Content-Type: application/problem+json
                Retry-After: 2
                {"type":"urn:holdfast:problem:redis_unavailable","title":"No Redis can take the job now","status":503,\
                "code":"redis_unavailable","detail":"no Redis can take the job now, nor can the disk here; nothing was written",\
                "error":"no Redis can take the job now, nor can the disk here; nothing was written","reason":"loading",\
                "spool":"%s","safe_to_retry":true}
                """, disk.word());
    }

    @Test
    void admitsThatTheDiskMayHaveTheJob() {
        assertThat(answerTo(new Placement.InDoubt(null, Reason.DISK_SLOW)))
                .startsWith("503")
                .contains("the job may be enqueued, or may not: the disk did not answer; send the same request again")
                .contains("\"reason\":\"disk_slow\"");
    }

    private static String answerTo(Placement placement) {
        return new Desk(new ScriptedJobQueue(placement)).ask(JOB);
    }
}
