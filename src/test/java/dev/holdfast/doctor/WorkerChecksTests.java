package dev.holdfast.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.job.Node;
import dev.holdfast.rq.RqSettings;
import dev.holdfast.rq.Serializer;
import dev.holdfast.watch.Census;
import dev.holdfast.watch.Census.Queue;
import dev.holdfast.watch.Census.Worker;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said of each condition, and where nothing could be seen. */
class WorkerChecksTests {

    private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");
    private static final RqSettings RQ = new RqSettings("default", "json", Duration.ofMinutes(3), Map.of());

    @Test
    void jobsWithoutAWorkerAreAProblem() {
        Judgement judgement = judge("workers-missing", census(List.of(queue("mail", 7)), worker("one", "reports")));

        assertThat(judgement.verdict()).isEqualTo(Verdict.PROBLEM);
        assertThat(judgement.evidence()).contains("mail (7 jobs)");
        assertThat(judgement.fix()).isNotEmpty();
    }

    @Test
    void anEmptyQueueNeedsNoWorker() {
        assertThat(judge("workers-missing", census(List.of(queue("mail", 0)))).verdict())
                .isEqualTo(Verdict.OK);
    }

    @Test
    void aStandbyWithoutAnyWorkerIsAsItShouldBe() {
        Finding finding = findings(
                        "workers-missing",
                        NodeReading.of(Node.STANDBY, "").with(Part.CENSUS, Seen.of(census(List.of(queue("mail", 7))))))
                .get(0);

        assertThat(finding.judgement().verdict()).isEqualTo(Verdict.OK);
        assertThat(finding.judgement().evidence()).contains("mail (7 jobs)");
    }

    @Test
    void noMoreThanAFewQueuesAreNamed() {
        Census census =
                census(IntStream.range(0, 30).mapToObj(i -> queue("q" + i, 1)).toList());

        assertThat(judge("workers-missing", census).evidence())
                .contains("q4")
                .doesNotContain("q5 ")
                .contains("25 more");
    }

    @Test
    void workersWhereNothingHasEverBeenPutAreNamed() {
        Judgement judgement = judge("workers-unfed", census(List.of(queue("mail", 0)), worker("one", "mail", "mali")));

        assertThat(judgement.verdict()).isEqualTo(Verdict.OK);
        assertThat(judgement.evidence()).contains("mali").doesNotContain("mail,");
    }

    @Test
    void suspendedWorkersAreAProblem() {
        assertThat(judge("workers-suspended", new Census(NOW, List.of(), List.of(), true, true))
                        .verdict())
                .isEqualTo(Verdict.PROBLEM);
    }

    @ParameterizedTest
    @CsvSource({"3, 2, false, PROBLEM", "3, 0, false, WARNING", "3, 2, true, OK", "0, 0, false, OK"})
    void whatHasATimeNeedsAScheduler(long scheduled, long due, boolean scheduler, Verdict verdict) {
        Queue queue = new Queue("mail", 0, Optional.empty(), scheduled, due, 0, 0, 0, 0, 0, scheduler);

        assertThat(judge("workers-scheduler", census(List.of(queue))).verdict()).isEqualTo(verdict);
    }

    @Test
    void whatIsRepeatedAfterAPauseNeedsASchedulerToo() {
        NodeReading node = reading(census(List.of(queue("mail", 1))))
                .with(Part.JOBS, Seen.of(List.of(new JobSample("mail", List.of(), OptionalLong.empty(), 1, 1, 0))));

        assertThat(findings("workers-scheduler", node).get(0).judgement().verdict())
                .isEqualTo(Verdict.WARNING);
    }

    @Test
    void jobsOfDeadWorkersAreAWarning() {
        Queue queue = new Queue("mail", 0, Optional.empty(), 0, 0, 0, 3, 2, 0, 0, false);

        Judgement judgement = judge("workers-abandoned", census(List.of(queue)));
        assertThat(judgement.verdict()).isEqualTo(Verdict.WARNING);
        assertThat(judgement.evidence()).contains("mail (2 jobs)");
    }

    @ParameterizedTest
    @CsvSource({
        "1.12.0, WARNING",
        "0.13.0, WARNING",
        "1.13.0, OK",
        "1.16.2, OK",
        "2.12.0, OK",
        "3.0.0rc1, OK",
        "dev, OK"
    })
    void oldVersionsAreAWarning(String version, Verdict verdict) {
        Worker worker = new Worker("one", List.of("mail"), "idle", Optional.of(NOW), Optional.of(version));

        assertThat(judge("workers-version", new Census(NOW, List.of(), List.of(worker), false, true))
                        .verdict())
                .isEqualTo(verdict);
    }

    @Test
    void aVersionThatIsNotToldCannotBeSeen() {
        assertThat(judge("workers-version", census(List.of(), worker("one", "mail")))
                        .verdict())
                .isEqualTo(Verdict.COULD_NOT_SEE);
    }

    @ParameterizedTest
    @CsvSource({"10, OK", "1200, WARNING", "9000, PROBLEM"})
    void jobsThatWaitForLongAreNamed(long seconds, Verdict verdict) {
        Queue queue = new Queue("mail", 1, Optional.of(NOW.minusSeconds(seconds)), 0, 0, 0, 0, 0, 0, 0, false);

        assertThat(judge("workers-oldest", census(List.of(queue))).verdict()).isEqualTo(verdict);
    }

    @ParameterizedTest
    @CsvSource({"600, WARNING", "3600, OK", ", OK"})
    void aTtlShorterThanAnOutageIsAWarning(Long ttl, Verdict verdict) {
        OptionalLong shortest = ttl == null ? OptionalLong.empty() : OptionalLong.of(ttl);

        assertThat(judgeJobs("workers-ttl", new JobSample("mail", List.of(), shortest, 3, 0, 0))
                        .verdict())
                .isEqualTo(verdict);
    }

    @Test
    void jobsOfAnotherSerializerAreAWarningAndUnreadOnesAProblem() {
        List<Serializer> mixed = List.of(Serializer.JSON, Serializer.PICKLE);

        assertThat(judgeJobs("workers-serializer", new JobSample("mail", mixed, OptionalLong.empty(), 2, 0, 0)))
                .satisfies(said -> assertThat(said.verdict()).isEqualTo(Verdict.WARNING))
                .satisfies(said -> assertThat(said.evidence()).contains("mail (1 of 2 are not json)"));
        assertThat(judgeJobs("workers-serializer", new JobSample("mail", List.of(), OptionalLong.empty(), 0, 0, 4))
                        .verdict())
                .isEqualTo(Verdict.PROBLEM);
        assertThat(judgeJobs(
                                "workers-serializer",
                                new JobSample("mail", List.of(Serializer.JSON), OptionalLong.empty(), 1, 0, 0))
                        .verdict())
                .isEqualTo(Verdict.OK);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "workers-missing",
                "workers-unfed",
                "workers-suspended",
                "workers-scheduler",
                "workers-abandoned",
                "workers-version",
                "workers-oldest",
                "workers-ttl",
                "workers-serializer"
            })
    void whatWasNotReadCouldNotBeSeen(String id) {
        NodeReading closed = NodeReading.of(Node.PRIMARY, "").unseen("its port does not answer");

        assertThat(findings(id, closed)).singleElement().satisfies(finding -> {
            assertThat(finding.judgement().verdict()).isEqualTo(Verdict.COULD_NOT_SEE);
            assertThat(finding.judgement().evidence()).isEqualTo("its port does not answer");
        });
    }

    private static Judgement judge(String id, Census census) {
        return findings(id, reading(census)).get(0).judgement();
    }

    private static Judgement judgeJobs(String id, JobSample sample) {
        NodeReading node = NodeReading.of(Node.PRIMARY, "").with(Part.JOBS, Seen.of(List.of(sample)));
        return findings(id, node).get(0).judgement();
    }

    private static NodeReading reading(Census census) {
        return NodeReading.of(Node.PRIMARY, "").with(Part.CENSUS, Seen.of(census));
    }

    private static List<Finding> findings(String id, NodeReading node) {
        return Checks.with(RQ).stream()
                .filter(check -> check.id().equals(id))
                .findFirst()
                .orElseThrow()
                .findings()
                .apply(Reading.of(NOW, node));
    }

    private static Census census(List<Queue> queues, Worker... workers) {
        return new Census(NOW, queues, List.of(workers), false, true);
    }

    private static Queue queue(String name, long depth) {
        return new Queue(name, depth, Optional.empty(), 0, 0, 0, 0, 0, 0, 0, false);
    }

    private static Worker worker(String name, String... queues) {
        return new Worker(name, List.of(queues), "idle", Optional.of(NOW), Optional.empty());
    }
}
