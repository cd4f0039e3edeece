package dev.holdfast.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.job.Deadline;
import dev.holdfast.job.Node;
import dev.holdfast.job.Placement;
import dev.holdfast.job.Reason;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ScriptedJobQueueTests {

    private static final Placement CONFLICT = new Placement.Conflict();
    private static final Placement NOT_WRITTEN = new Placement.NotWritten(Reason.OOM);

    @Test
    void answersInTurnAndThenTheLastForEver() {
        ScriptedJobQueue queue = new ScriptedJobQueue(CONFLICT, NOT_WRITTEN);

        assertThat(List.of(placeOne(queue), placeOne(queue), placeOne(queue)))
                .containsExactly(CONFLICT, NOT_WRITTEN, NOT_WRITTEN);
    }

    @Test
    void asleepLeavesTheCallerInDoubtAtTheDeadline() {
        ScriptedJobQueue queue = new ScriptedJobQueue(CONFLICT);
        queue.sleep();

        assertThat(queue.place(List.of(Jobs.job("a")), in(Duration.ofMillis(1))))
                .containsExactly(new Placement.InDoubt(Node.PRIMARY, Reason.NO_REPLY));
    }

    @Test
    void answersWhenItWakesUp() {
        ScriptedJobQueue queue = new ScriptedJobQueue(CONFLICT);
        queue.sleep();
        CompletableFuture<Placement> call = CompletableFuture.supplyAsync(() -> placeOne(queue));
        await().until(() -> queue.waiting() == 1);

        queue.wakeUp();

        assertThat(call.join()).isEqualTo(CONFLICT);
    }

    private static Placement placeOne(ScriptedJobQueue queue) {
        return queue.place(List.of(Jobs.job("a")), in(Duration.ofSeconds(30))).get(0);
    }

    private static Deadline in(Duration ahead) {
        return Deadline.in(ahead, System::nanoTime);
    }
}
