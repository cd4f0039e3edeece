package dev.holdfast.enqueue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.job.Deadline;
import dev.holdfast.job.Job;
import dev.holdfast.job.JobId;
import dev.holdfast.job.JobQueue;
import dev.holdfast.job.JobState;
import dev.holdfast.job.Node;
import dev.holdfast.job.Placement;
import dev.holdfast.job.Reason;
import dev.holdfast.job.StandbyUse;
import dev.holdfast.job.Start;
import dev.holdfast.problem.Problem;
import dev.holdfast.rq.JobEncoder;
import dev.holdfast.rq.RqSettings;
import dev.holdfast.testing.Jobs;
import dev.holdfast.testing.ScriptedJobQueue;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Jobs of a batch that wait for others of the same batch. */
class BatchOrderTests {

    private static final Placement PLACED = new Placement.Placed(Node.PRIMARY, "run", JobState.QUEUED);
    private static final Placement REFUSED = new Placement.Refused(Reason.WRONGTYPE);

    @Test
    void placesTogetherWhatWaitsForNothingInTheChunk() {
        Chunks chunks = new Chunks(new ScriptedJobQueue(PLACED));

        place(batch(chunks), job("a"), job("b", "elsewhere"), job("c"));

        assertThat(chunks.seen()).containsExactly(List.of("a", "b", "c"));
    }

    @Test
    void placesAJobOnceItsParentIsKnownToBeThere() {
        Chunks chunks = new Chunks(new ScriptedJobQueue(PLACED));

        place(batch(chunks), job("a"), job("after-a", "a"), job("b"), job("after-both", "after-a", "b"), job("c"));

        assertThat(chunks.seen()).containsExactly(List.of("a", "b", "c"), List.of("after-a"), List.of("after-both"));
    }

    @Test
    void takesPairsInTwoSteps() {
        Chunks chunks = new Chunks(new ScriptedJobQueue(PLACED));

        place(batch(chunks), job("a"), job("aa", "a"), job("b"), job("bb", "b"));

        assertThat(chunks.seen()).containsExactly(List.of("a", "b"), List.of("aa", "bb"));
    }

    @Test
    void keepsTwoJobsOfOneIdInTheirOrder() {
        Chunks chunks = new Chunks(new ScriptedJobQueue(PLACED));

        place(batch(chunks), job("p"), job("x", "p"), job("x"));

        assertThat(chunks.seen()).containsExactly(List.of("p"), List.of("x", "x"));
    }

    @Test
    void doesNotWaitForALaterJob() {
        Chunks chunks = new Chunks(new ScriptedJobQueue(PLACED));

        place(batch(chunks), job("a", "b"), job("b"));

        assertThat(chunks.seen()).containsExactly(List.of("a", "b"));
    }

    @Test
    void refusesAJobWhoseParentWasTurnedAwayAndThoseThatWaitForIt() {
        Chunks chunks = new Chunks(new ScriptedJobQueue(REFUSED, PLACED));

        List<Answer> answers =
                place(batch(chunks), job("a"), job("b"), job("child", "b", "a"), job("grandchild", "child"));

        assertThat(codes(answers))
                .containsExactly("redis_refused", "ok", "dependency_not_accepted", "dependency_not_accepted");
        assertThat(problem(answers, 2).detail())
                .isEqualTo("the job \"a\", for which this one waits, is the item with index 0, which was not accepted;"
                        + " nothing was written");
        assertThat(problem(answers, 2).members())
                .containsEntry("job_id", "child")
                .containsEntry("dependency", "a");
        assertThat(chunks.seen()).containsExactly(List.of("a", "b"));
    }

    @Test
    void remembersInTheNextChunkWhatWasTurnedAway() {
        Batch batch = batch(new ScriptedJobQueue(REFUSED, PLACED));
        place(batch, job("a"), job("b"));

        assertThat(codes(place(batch, job("c", "b"), job("d", "a")))).containsExactly("ok", "dependency_not_accepted");
    }

    @Test
    void refusesAJobWhoseParentBreaksARule() {
        Batch batch = batch(new ScriptedJobQueue(PLACED));
        submit(batch, "{\"task\":\"a.b\",\"job_id\":\"a\",\"ttl\":0}");

        assertThat(codes(place(batch, job("child", "a"), job("other", "b"))))
                .containsExactly("dependency_not_accepted", "ok");
    }

    @Test
    void refusesAJobWhoseParentMayHaveBeenUnreadable() {
        Batch batch = batch(new ScriptedJobQueue(PLACED));
        place(batch, job("a"));
        submit(batch, "{\"task\":");

        List<Answer> answers = place(batch, job("b", "a"), job("c", "a", "somewhere"), job("d"));

        assertThat(codes(answers)).containsExactly("ok", "dependency_not_accepted", "ok");
        assertThat(problem(answers, 1).detail())
                .contains("may be an item that could not be read, such as the one with index 1");
    }

    @Test
    void refusesAJobWhoseParentCameWhileTheDeskWasFull() {
        Batch batch = batch(new ScriptedJobQueue(PLACED));
        batch.turnAway(List.of(new byte[0], new byte[0]), Answers.overloaded());

        List<Answer> answers = place(batch, job("b", "a"));

        assertThat(codes(answers)).containsExactly("dependency_not_accepted");
        assertThat(problem(answers, 0).detail()).contains("index 0");
    }

    @Test
    void takesAParentThatWasAcceptedOnceWhateverCameUnderItsIdLater() {
        Batch batch = batch(new ScriptedJobQueue(PLACED, new Placement.Conflict(), PLACED));

        assertThat(codes(place(batch, job("a"), job("a"), job("b", "a"))))
                .containsExactly("ok", "job_id_conflict", "ok");
    }

    @Test
    void refusesAJobWhoseParentIsInDoubt() {
        Batch batch = batch(new ScriptedJobQueue(new Placement.InDoubt(Node.PRIMARY, Reason.NO_REPLY), PLACED));

        assertThat(codes(place(batch, job("a"), job("b", "a")))).containsExactly("in_doubt", "dependency_not_accepted");
    }

    @Test
    void placesAJobWhoseParentIsOnTheDisk() {
        Batch batch = batch(new ScriptedJobQueue(new Placement.Spooled(1)));

        assertThat(codes(place(batch, job("a"), job("b", "a")))).containsExactly("ok", "ok");
    }

    private static Batch batch(JobQueue jobs) {
        RqSettings rq = new RqSettings("default", "json", Duration.ofMinutes(3), Map.of());
        Intake intake = new Intake(
                new AllowedTasks(List.of("*")),
                new Identities(InstantSource.fixed(Desk.NOW), new Random(1)),
                new Memory(Duration.ofDays(1), Duration.ofMinutes(15)),
                rq.queue(),
                new JobEncoder(rq),
                InstantSource.fixed(Desk.NOW));
        return new Batch(intake, new FrontDesk(intake, jobs, StandbyUse.SAFE_BOX), 1000, null);
    }

    private static Order job(String id, String... parents) {
        Job job = Jobs.job(id);
        if (parents.length > 0) {
            List<JobId> ids = Stream.of(parents).map(JobId::new).toList();
            job = job.on(job.terms().with(new Start.After(ids, false, false)));
        }
        return new Order(new Identity(job.id(), Identity.Source.JOB_ID), job, Set.of());
    }

    private static List<Answer> place(Batch batch, Order... orders) {
        Map<Integer, Order> open = new LinkedHashMap<>();
        for (int i = 0; i < orders.length; i++) {
            open.put(i, orders[i]);
        }
        Answer[] answers = new Answer[orders.length];
        batch.place(open, answers, soon());
        return List.of(answers);
    }

    private static void submit(Batch batch, String item) {
        batch.submit(List.of(item.getBytes(StandardCharsets.UTF_8)), soon());
    }

    private static Deadline soon() {
        return Deadline.in(Duration.ofSeconds(30), System::nanoTime);
    }

    private static List<String> codes(List<Answer> answers) {
        List<String> codes = new ArrayList<>();
        for (Answer answer : answers) {
            codes.add(
                    answer instanceof Answer.TurnedAway turnedAway
                            ? turnedAway.problem().type().code()
                            : "ok");
        }
        return codes;
    }

    private static Problem problem(List<Answer> answers, int index) {
        return ((Answer.TurnedAway) answers.get(index)).problem();
    }
}
