package dev.holdfast.enqueue;

import dev.holdfast.job.Deadline;
import dev.holdfast.job.Job;
import dev.holdfast.job.JobQueue;
import dev.holdfast.job.Placement;
import dev.holdfast.job.StandbyUse;
import dev.holdfast.submission.RequestRefused;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Places jobs, and says what became of them. Safe for all threads. */
final class FrontDesk {

    private static final Logger log = LoggerFactory.getLogger(FrontDesk.class);

    private final Intake intake;
    private final JobQueue jobs;
    private final StandbyUse standby;

    FrontDesk(Intake intake, JobQueue jobs, StandbyUse standby) {
        this.intake = intake;
        this.jobs = jobs;
        this.standby = standby;
    }

    /** The answer to this body; a body that cannot become a job is {@link RequestRefused}. */
    Answer submit(byte[] body, @Nullable IdempotencyKey key, Deadline deadline) {
        Order order = intake.take(intake.read(body), key);
        return place(List.of(order), deadline).get(0);
    }

    /** The answers to these orders, which go their way together. */
    List<Answer> place(List<Order> orders, Deadline deadline) {
        List<Placement> placements = jobs.place(orders.stream().map(Order::job).toList(), deadline);
        List<Answer> answers = new ArrayList<>(orders.size());
        for (int i = 0; i < orders.size(); i++) {
            answers.add(answer(orders.get(i), placements.get(i)));
        }
        return answers;
    }

    private Answer answer(Order order, Placement placement) {
        Job job = order.job();
        if (placement instanceof Placement.Refused refused) {
            log.atWarn()
                    .addKeyValue("job_id", job.id().value())
                    .log("Redis refused job {}: {}", job.id(), refused.reason());
        }
        return new Answers(order.identity(), job.queue(), job.terms().start(), order.warnings(), standby).to(placement);
    }
}
