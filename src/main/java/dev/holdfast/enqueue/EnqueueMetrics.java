package dev.holdfast.enqueue;

import dev.holdfast.problem.ProblemType;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/** The front desk's meters. Safe for all threads. */
final class EnqueueMetrics {

    private final MeterRegistry registry;
    private final Timer success;
    private final Timer replayed;
    private final Timer spooled;

    EnqueueMetrics(MeterRegistry registry, Admission admission, BatchPlaces batches) {
        this.registry = registry;
        success = timer("success");
        replayed = timer("replayed");
        spooled = timer("spooled");
        Gauge.builder("holdfast.enqueue.at.work", admission, Admission::atWork)
                .description("Submissions being served")
                .register(registry);
        Gauge.builder("holdfast.enqueue.waiting", admission, Admission::waiting)
                .description("Submissions waiting for their turn")
                .register(registry);
        Gauge.builder("holdfast.enqueue.batches", batches, BatchPlaces::taken)
                .description("Batches being served")
                .register(registry);
    }

    /** The answer that this work gives; the time it took is recorded under the answer's outcome. */
    Answer timed(Supplier<Answer> work) {
        Timer.Sample sample = Timer.start(registry);
        Answer answer = null;
        try {
            answer = work.get();
            return answer;
        } finally {
            sample.stop(answer == null ? timer(ProblemType.INTERNAL_ERROR.code()) : timerOf(answer));
        }
    }

    /** The same for jobs that are answered together, each of which took as long as all. */
    List<Answer> timedChunk(Supplier<List<Answer>> work) {
        long start = registry.config().clock().monotonicTime();
        List<Answer> answers = List.of();
        try {
            answers = work.get();
            return answers;
        } finally {
            Duration taken = Duration.ofNanos(registry.config().clock().monotonicTime() - start);
            if (answers.isEmpty()) {
                timer(ProblemType.INTERNAL_ERROR.code()).record(taken);
            }
            answers.forEach(answer -> timerOf(answer).record(taken));
        }
    }

    private Timer timerOf(Answer answer) {
        if (answer instanceof Answer.TurnedAway turnedAway) {
            return timer(turnedAway.problem().type().code());
        }
        if (answer instanceof Answer.Spooled) {
            return spooled;
        }
        return ((Answer.Accepted) answer).replayed() ? replayed : success;
    }

    /** Looks the timer up, or registers it; the outcomes are those of the hot path and the codes of problems. */
    private Timer timer(String outcome) {
        return Timer.builder("holdfast.enqueue")
                .description("Submissions, from their arrival to their answer; in a batch each job is one,"
                        + " from the arrival of its chunk")
                .tag("outcome", outcome)
                .register(registry);
    }
}
