package dev.holdfast.enqueue;

import dev.holdfast.job.Deadline;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes batches to the front desk, a chunk at a time, and each chunk waits in line like a single job. Safe for all threads. */
final class BatchDesk {

    private final Admission admission;
    private final Intake intake;
    private final FrontDesk desk;
    private final int longest;
    private final EnqueueMetrics metrics;

    /** @param longest how many bytes one job may have */
    BatchDesk(Admission admission, Intake intake, FrontDesk desk, int longest, EnqueueMetrics metrics) {
        this.admission = admission;
        this.intake = intake;
        this.desk = desk;
        this.longest = longest;
        this.metrics = metrics;
    }

    /** Answers each chunk within a deadline of its own, before the next one is asked for. */
    void serve(Items items, @Nullable IdempotencyKey key, Outcomes outcomes) throws IOException {
        Batch batch = new Batch(intake, desk, longest, key);
        for (List<byte[]> next = items.next(); !next.isEmpty(); next = items.next()) {
            List<byte[]> chunk = next;
            outcomes.write(metrics.timedChunk(() -> answers(batch, chunk)));
            // Tomcat lets every flush fail once a read has failed; what is written goes out at the end all the same.
            if (items.cut() == null) {
                outcomes.flush();
            }
        }
        if (items.cut() != null) {
            Answer cut = new Answer.TurnedAway(items.cut());
            outcomes.write(metrics.timedChunk(() -> List.of(cut)));
        }
        outcomes.end();
    }

    /** The chunk has been read before it comes here: a client that is slow to send keeps nobody waiting. */
    private List<Answer> answers(Batch batch, List<byte[]> chunk) {
        Deadline deadline = admission.deadline();
        if (!admission.enter(deadline)) {
            return batch.turnAway(chunk, Answers.overloaded());
        }
        try {
            return batch.submit(chunk, deadline);
        } finally {
            admission.leave();
        }
    }
}
