package dev.holdfast.enqueue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.holdfast.job.Node;
import dev.holdfast.job.Placement;
import dev.holdfast.job.Reason;
import dev.holdfast.testing.InMemoryJobQueue;
import dev.holdfast.testing.ScriptedJobQueue;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class EnqueueMetricsTests {

    private static final String JOB = "{\"task\":\"a.b\",\"job_id\":\"x\"}";

    @Test
    void countsEveryOutcomeByItsName() {
        Desk desk = new Desk(new InMemoryJobQueue());

        desk.ask(JOB);
        desk.ask(JOB);
        desk.ask(JOB);
        desk.ask("{\"task\":\"a.c\",\"job_id\":\"x\"}");
        desk.ask("{}");

        assertThat(outcomes(desk))
                .isEqualTo(Map.of(
                        "success", 1L, "replayed", 2L, "spooled", 0L, "job_id_conflict", 1L, "invalid_submission", 1L));
    }

    @Test
    void countsDoubt() {
        Desk desk = new Desk(new ScriptedJobQueue(new Placement.InDoubt(Node.PRIMARY, Reason.NO_REPLY)));

        desk.ask(JOB);

        assertThat(outcomes(desk)).isEqualTo(Map.of("success", 0L, "replayed", 0L, "spooled", 0L, "in_doubt", 1L));
    }

    @Test
    void countsWhatTheDiskTook() {
        Desk desk = new Desk(new ScriptedJobQueue(new Placement.Spooled(1)));

        desk.ask(JOB);

        assertThat(outcomes(desk)).isEqualTo(Map.of("success", 0L, "replayed", 0L, "spooled", 1L));
    }

    @Test
    void countsAMistakeOfOurOwn() {
        Desk desk = new Desk(new ScriptedJobQueue());

        assertThatThrownBy(() -> desk.ask(JOB)).isInstanceOf(IllegalStateException.class);

        assertThat(outcomes(desk))
                .isEqualTo(Map.of("success", 0L, "replayed", 0L, "spooled", 0L, "internal_error", 1L));
    }

    @Test
    void showsHowManyAreAtWork() {
        ScriptedJobQueue asleep = new ScriptedJobQueue(new Placement.Conflict());
        asleep.sleep();
        Desk desk = new Desk(asleep);
        CompletableFuture<String> request = CompletableFuture.supplyAsync(() -> desk.ask(JOB));
        await().until(() -> asleep.waiting() == 1);

        assertThat(desk.registry.get("holdfast.enqueue.at.work").gauge().value())
                .isEqualTo(1);

        asleep.wakeUp();
        request.join();
        assertThat(desk.registry.get("holdfast.enqueue.at.work").gauge().value())
                .isZero();
    }

    private static Map<String, Long> outcomes(Desk desk) {
        return desk.registry.find("holdfast.enqueue").timers().stream()
                .collect(Collectors.toMap(
                        timer -> timer.getId().getTag("outcome"), Timer::count, Long::sum, TreeMap::new));
    }
}
