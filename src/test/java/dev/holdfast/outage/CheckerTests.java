package dev.holdfast.outage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.holdfast.testing.RedisServer;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The checker finds what was planted. */
@Tag("redis")
@Tag("one-redis-is-enough")
class CheckerTests {

    @RegisterExtension
    static final RedisServer PRIMARY = new RedisServer();

    @RegisterExtension
    static final RedisServer STANDBY = new RedisServer();

    private final History history = new History();

    @BeforeEach
    void empty() {
        PRIMARY.flushAll();
        STANDBY.flushAll();
    }

    @Test
    void isContentWhenEveryPromiseIsKept() {
        promised("a");
        promised("b");
        queue(PRIMARY, "a");
        queue(STANDBY, "b");

        Verdict verdict = verdict();

        verdict.mustHold();
        assertThat(verdict.toString())
                .startsWith("acknowledged 2, found 2, lost 0, doubled 0, invented 0, stranded 0, given up in doubt 0");
    }

    @Test
    void isNotContentWithNothing() {
        assertThatThrownBy(() -> verdict().mustHold()).hasMessageContaining("acknowledged");
    }

    @Test
    void findsALoss() {
        promised("a");
        promised("b");
        queue(PRIMARY, "b");

        Verdict verdict = verdict();

        assertThat(verdict.lost())
                .singleElement()
                .asString()
                .startsWith("a: told [")
                .contains("200 primary");
        assertThatThrownBy(verdict::mustHold).hasMessageContaining("lost");
    }

    @Test
    void takesAnEntryWithoutAHashForALoss() {
        promised("a");
        PRIMARY.commands().rpush("rq:queue:default", "a");

        assertThat(verdict().lost()).hasSize(1);
        assertThat(verdict().stranded()).hasSize(1);
    }

    @Test
    void takesAHashThatNoQueueLeadsToForALoss() {
        promised("a");
        PRIMARY.commands().hset("rq:job:a", "status", "queued");

        assertThat(verdict().lost()).hasSize(1);
        assertThat(verdict().stranded()).hasSize(1);
    }

    @Test
    void findsAJobThatIsTwiceOnOneNode() {
        promised("a");
        queue(PRIMARY, "a");
        queue(PRIMARY, "a");

        Verdict verdict = verdict();

        assertThat(verdict.doubled()).singleElement().asString().contains("primary queued 2");
        assertThatThrownBy(verdict::mustHold).hasMessageContaining("doubled");
    }

    @Test
    void findsAJobThatIsOnBothNodes() {
        promised("a");
        queue(PRIMARY, "a");
        queue(STANDBY, "a");

        assertThat(verdict().doubled()).hasSize(1);
    }

    @Test
    void findsAJobThatWasRunAndWaitsAgain() {
        promised("a");
        queue(PRIMARY, "a");
        try (Consumer consumer = new Consumer(PRIMARY.port())) {
            await().until(() -> consumer.runs().containsKey("a"));
            queue(STANDBY, "a");

            assertThat(verdict(consumer).doubled()).singleElement().asString().endsWith("run 1");
        }
    }

    @Test
    void countsAJobThatWasRun() {
        promised("a");
        queue(PRIMARY, "a");
        try (Consumer consumer = new Consumer(PRIMARY.port())) {
            await().until(() -> PRIMARY.commands().exists("rq:job:a") == 0);

            verdict(consumer).mustHold();
        }
    }

    @Test
    void countsAJobThatAWorkerHasTakenOnce() {
        promised("a");
        queue(PRIMARY, "a");
        PRIMARY.commands().rename("rq:queue:default", "rq:queue:default:intermediate");

        verdict().mustHold();
    }

    @Test
    void findsAnInvention() {
        promised("a");
        queue(PRIMARY, "a");
        queue(PRIMARY, "b");

        Verdict verdict = verdict();

        assertThat(verdict.invented()).singleElement().asString().startsWith("b: told []");
        assertThatThrownBy(verdict::mustHold).hasMessageContaining("invented");
    }

    @Test
    void findsAPromiseToTwo() {
        promised("a");
        promised("a");
        queue(PRIMARY, "a");

        assertThat(verdict().shared()).hasSize(1);
    }

    @Test
    void letsAJobThatWasGivenUpInDoubtBeThereOnceOrNot() {
        promised("a");
        queue(PRIMARY, "a");
        told(Habit.GIVES_UP, answer(503, "in_doubt", "b", 400));
        told(Habit.GIVES_UP, answer(503, "in_doubt", "c", 400));
        queue(STANDBY, "c");

        Verdict verdict = verdict();

        verdict.mustHold();
        assertThat(verdict.inDoubt()).isEqualTo(2);
        assertThat(verdict.inDoubtFound()).isEqualTo(1);
        queue(PRIMARY, "c");
        assertThat(verdict().doubled()).hasSize(1);
    }

    @Test
    void findsSubmissionsWithoutAnAnswer() {
        told(Habit.OWN_ID, answer(500, "internal_error", "", 3));

        assertThat(verdict().unanswered()).singleElement().asString().contains("500 internal_error");
    }

    @Test
    void takesAnAnswerOfTheDiskForAPromise() {
        told(Habit.KEY, new Answer(202, "", "a", "disk", false, Duration.ofMillis(9)));

        assertThat(verdict().lost()).singleElement().asString().contains("202 disk");
        queue(PRIMARY, "a");
        verdict().mustHoldWithoutErrors();
        assertThat(verdict().spooled()).isEqualTo(1);
    }

    @Test
    void findsASubmissionThatWasRefusedOnceOnItsWay() {
        Submission submission = new Submission("checker", 1, Habit.KEY);
        submission.answered(answer(503, "redis_unavailable", "", 3));
        submission.answered(answer(200, "", "a", 3));
        history.add(submission);
        queue(PRIMARY, "a");

        verdict().mustHold();
        assertThatThrownBy(() -> verdict().mustHoldWithoutErrors()).hasMessageContaining("503 redis_unavailable");
    }

    @Test
    void countsLateRequestsAndRefusesThoseThatHang() {
        told(Habit.OWN_ID, answer(200, "", "a", 1_700));
        queue(PRIMARY, "a");
        Verdict late = verdict();
        late.mustHold();
        assertThat(late.late()).isEqualTo(1);
        assertThat(late.longest()).hasMillis(1_700);

        told(Habit.OWN_ID, answer(200, "", "b", 3_001));
        queue(PRIMARY, "b");

        assertThatThrownBy(() -> verdict().mustHold()).hasMessageContaining("twice the deadline");
    }

    private void promised(String id) {
        told(Habit.KEY, answer(200, "", id, 3));
    }

    private void told(Habit habit, Answer answer) {
        Submission submission = new Submission("checker", 1, habit);
        submission.answered(answer);
        history.add(submission);
    }

    private static Answer answer(int status, String code, String id, long millis) {
        return new Answer(status, code, id, "primary", false, Duration.ofMillis(millis));
    }

    private static void queue(RedisServer node, String id) {
        node.commands().hset("rq:job:" + id, "status", "queued");
        node.commands().rpush("rq:queue:default", id);
    }

    private Verdict verdict(Consumer... consumers) {
        Checker checker = new Checker().counting("primary", PRIMARY).counting("standby", STANDBY);
        for (Consumer consumer : consumers) {
            checker.counting(consumer);
        }
        return checker.judge(history);
    }
}
