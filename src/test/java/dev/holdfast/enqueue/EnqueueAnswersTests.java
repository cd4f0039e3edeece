package dev.holdfast.enqueue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.job.Job;
import dev.holdfast.job.JobId;
import dev.holdfast.job.Node;
import dev.holdfast.job.Placement;
import dev.holdfast.testing.InMemoryJobQueue;
import dev.holdfast.testing.ScriptedJobQueue;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnqueueAnswersTests {

    private static final String JOB = "{\"task\": \"reports.build\", \"job_id\": \"daily-1\"}";
    private static final String KEYED = "{\"task\": \"reports.build\"}";

    private final InMemoryJobQueue jobs = new InMemoryJobQueue();
    private final Desk desk = new Desk(jobs);

    @Test
    void givesAReceipt() {
        assertThat(desk.ask(JOB)).isEqualTo("""
                200
                Content-Type: application/json
                Location: /jobs/daily-1
                {"status":"success","job_id":"daily-1","queue":"default","state":"queued","node":"primary","durability":"redis"}
                """);
    }

    @Test
    void namesTheQueueThatWasAskedFor() {
        assertThat(desk.ask("{\"task\":\"a.b\",\"job_id\":\"x\",\"queue\":\"urgent\"}"))
                .contains("\"queue\":\"urgent\"");
    }

    @Test
    void saysThatARepetitionIsOne() {
        desk.ask(JOB);

        assertThat(desk.ask(JOB)).isEqualTo("""
                200
                Content-Type: application/json
                Idempotency-Replayed: true
                Location: /jobs/daily-1
                {"status":"success","job_id":"daily-1","queue":"default","state":"queued","node":"primary","durability":"redis"}
                """);
        assertThat(jobs.waiting()).hasSize(1);
    }

    @Test
    void knowsARepetitionWhateverTheOrderOfItsMembers() {
        desk.ask("{\"task\":\"a.b\",\"job_id\":\"x\",\"kwargs\":{\"a\":1,\"b\":2}}");

        assertThat(desk.ask("{\"kwargs\":{\"b\":2,\"a\":1},\"ttl\":null,\"job_id\":\"x\",\"task\":\"a.b\"}"))
                .contains("Idempotency-Replayed: true");
    }

    @Test
    void tellsTheNodeThatHasTheJob() {
        Desk standby = new Desk(new InMemoryJobQueue(Node.STANDBY));

        assertThat(standby.ask(JOB)).contains("\"node\":\"standby\"");
    }

    @Test
    void refusesAnotherJobUnderTheSameId() {
        desk.ask(JOB);

        assertThat(desk.ask("{\"task\": \"reports.other\", \"job_id\": \"daily-1\"}"))
                .isEqualTo("""
                409
                Content-Type: application/problem+json
                {"type":"urn:holdfast:problem:job_id_conflict","title":"The job_id belongs to another job","status":409,\
                "code":"job_id_conflict","detail":"this job_id belongs to another job; use a new job_id for a new submission",\
                "job_id":"daily-1"}
                """);
    }

    @Test
    void refusesAnotherJobUnderTheSameKey() {
        desk.ask(KEYED, "Idempotency-Key", "k");

        assertThat(desk.ask("{\"task\": \"reports.other\"}", "Idempotency-Key", "k"))
                .isEqualTo("""
                422
                Content-Type: application/problem+json
                {"type":"urn:holdfast:problem:idempotency_key_reused",\
                "title":"The Idempotency-Key came with another body","status":422,"code":"idempotency_key_reused",\
                "detail":"this Idempotency-Key came with another submission before; use a new key for a new submission",\
                "job_id":"9744c38b-a0e8-51f4-872b-1c5657384ec1"}
                """);
    }

    @Test
    void takesTheQuotedAndTheBareKeyForOne() {
        desk.ask(KEYED, "Idempotency-Key", "\"k\"");

        assertThat(desk.ask(KEYED, "Idempotency-Key", "k")).contains("Idempotency-Replayed: true");
    }

    @Test
    void enqueuesTheSameWordsTwiceWhenNothingTiesThem() {
        desk.ask(KEYED);
        desk.ask(KEYED);

        assertThat(jobs.waiting()).extracting(Job::id).hasSize(2).doesNotHaveDuplicates();
    }

    @Test
    void remembersTheClientsOwnIdsLonger() {
        desk.ask(JOB);
        desk.ask(KEYED, "Idempotency-Key", "k");
        desk.ask(KEYED);

        assertThat(jobs.waiting())
                .extracting(Job::remembered)
                .containsExactly(Duration.ofDays(1), Duration.ofHours(24), Duration.ofMinutes(15));
    }

    @Test
    void placesAJobIdOnceForEachKey() {
        String first = desk.ask(JOB, "Idempotency-Key", "monday");
        jobs.end(new JobId("daily-1"));

        assertThat(desk.ask(JOB, "Idempotency-Key", "monday")).contains("Idempotency-Replayed: true");
        assertThat(jobs.waiting()).isEmpty();
        assertThat(desk.ask(JOB, "Idempotency-Key", "tuesday")).isEqualTo(first);
        assertThat(jobs.waiting()).extracting(Job::id).containsExactly(new JobId("daily-1"));
    }

    @Test
    void refusesAJobIdUnderAnotherKeyUntilThatJobHasEnded() {
        desk.ask(JOB, "Idempotency-Key", "monday");

        assertThat(desk.ask(JOB, "Idempotency-Key", "tuesday")).isEqualTo("""
                409
                Content-Type: application/problem+json
                {"type":"urn:holdfast:problem:job_id_conflict","title":"The job_id belongs to another job","status":409,\
                "code":"job_id_conflict","detail":"this job_id belongs to a job that came without this Idempotency-Key \
                and has not ended; wait for its end, or use a new job_id for a new submission","job_id":"daily-1"}
                """);
    }

    @Test
    void refusesAJobIdWithAKeyWhileTheJobWithoutOneHasNotEnded() {
        desk.ask(JOB);

        assertThat(desk.ask(JOB, "Idempotency-Key", "monday")).startsWith("409").contains("has not ended");
    }

    @ParameterizedTest
    @ValueSource(strings = {KEYED, "{\"task\": \"reports.build\", \"job_id\": \"daily-2\"}"})
    void refusesAnotherIdUnderTheSameKey(String other) {
        desk.ask(JOB, "Idempotency-Key", "monday");

        assertThat(desk.ask(other, "Idempotency-Key", "monday"))
                .startsWith("422")
                .contains("\"code\":\"idempotency_key_reused\"");
    }

    @Test
    void remembersAnIdWithAKeyAsLongAsAnyOther() {
        desk.ask(JOB, "Idempotency-Key", "k");

        assertThat(jobs.waiting()).extracting(Job::remembered).containsExactly(Duration.ofDays(1));
    }

    @Test
    void refusesTwoKeys() {
        assertThat(desk.ask(KEYED, "Idempotency-Key", "k", "Idempotency-Key", "k"))
                .contains("\"detail\":\"the Idempotency-Key is sent more than once\"");
    }

    @Test
    void refusesATaskThatIsNotAllowed() {
        Desk strict = new Desk(jobs, List.of("reports.*"), desk.admission);

        assertThat(strict.ask("{\"task\": \"os.system\", \"args\": [\"id\"]}")).isEqualTo("""
                403
                Content-Type: application/problem+json
                {"type":"urn:holdfast:problem:task_not_allowed","title":"This task may not be named here","status":403,\
                "code":"task_not_allowed","detail":"the task \\"os.system\\" is not among those that may be named here"}
                """);
        assertThat(jobs.waiting()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"on_success", "on_failure", "on_stopped"})
    void refusesACallbackThatIsNotAllowed(String member) {
        Desk strict = new Desk(jobs, List.of("reports.*"), desk.admission);
        String body = "{\"task\":\"reports.build\",\"job_id\":\"x\",\"" + member + "\":{\"callback\":\"os.abort\"}}";

        assertThat(strict.ask(body)).startsWith("403").contains("""
                "code":"task_not_allowed","detail":"the callback %s \\"os.abort\\" is not among those that may be\
                 named here"}""".formatted(member));
        assertThat(jobs.waiting()).isEmpty();
        assertThat(strict.ask(body.replace("os.abort", "reports.tell"))).startsWith("200");
    }

    @Test
    void turnsTheOneTooManyAwayAtOnce() {
        ScriptedJobQueue asleep = new ScriptedJobQueue(new Placement.Conflict());
        asleep.sleep();
        Desk small = new Desk(asleep, List.of("*"), new Admission(1, 0, Duration.ofSeconds(30), System::nanoTime));
        CompletableFuture<String> first = CompletableFuture.supplyAsync(() -> small.ask(JOB));
        await().until(() -> asleep.waiting() == 1);

        assertThat(small.ask(JOB)).startsWith("503").contains("\"code\":\"overloaded\"");

        asleep.wakeUp();
        assertThat(first.join()).startsWith("409");
        assertThat(small.ask(JOB)).startsWith("409");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{}", "{", "{\"task\":1}", "\u0000"})
    void givesThePlaceBackAfterEveryBadRequest(String body) {
        Desk small = new Desk(jobs, List.of("*"), new Admission(1, 0, Duration.ofSeconds(30), System::nanoTime));

        assertThat(small.ask(body)).startsWith("400");
        assertThat(small.ask(JOB)).startsWith("200");
    }

    @Test
    void tellsNothingOfArgumentsInARefusal() {
        assertThat(
                        desk.ask(
                                "{\"task\":\"a.b\",\"args\":[\"secret-1\",1e400],\"kwargs\":\"secret-2\",\"meta\":[\"secret-3\"]}"))
                .startsWith("400")
                .doesNotContain("secret");
    }
}
