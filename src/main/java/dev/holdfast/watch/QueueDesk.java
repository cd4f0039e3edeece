package dev.holdfast.watch;

import dev.holdfast.job.Deadline;
import dev.holdfast.job.QueueName;
import dev.holdfast.problem.Problem;
import dev.holdfast.problem.ProblemType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/** Tells who asks how it is with the queues. Safe for all threads. */
final class QueueDesk {

    private static final Duration LATER = Duration.ofSeconds(2);

    private final QueueCounts counts;
    private final Duration limit;
    private final LongSupplier nanoTime;

    /** @param limit how long anybody waits for an answer */
    QueueDesk(QueueCounts counts, Duration limit, LongSupplier nanoTime) {
        this.counts = counts;
        this.limit = limit;
        this.nanoTime = nanoTime;
    }

    ResponseEntity<Map<String, Object>> all() {
        List<Count> taken = counts.take(Deadline.in(limit, nanoTime));
        return nobodyAnswered(taken) ? noNode(taken).toResponse() : ok(new QueueReport(taken).all());
    }

    ResponseEntity<Map<String, Object>> one(String name) {
        String objection = QueueName.objection(name);
        if (objection != null) {
            return Problem.of(ProblemType.INVALID_QUEUE_NAME, "the queue's name " + objection)
                    .toResponse();
        }
        List<Count> taken = counts.take(Deadline.in(limit, nanoTime));
        if (nobodyAnswered(taken)) {
            return noNode(taken).toResponse();
        }
        QueueReport report = new QueueReport(taken);
        return report.one(name)
                .map(QueueDesk::ok)
                .orElseGet(() -> (report.isPartial() ? noNode(taken) : unknown(report)).toResponse());
    }

    private static boolean nobodyAnswered(List<Count> counts) {
        return counts.stream().noneMatch(Count.Counted.class::isInstance);
    }

    private static Problem noNode(List<Count> counts) {
        return counts.stream()
                .filter(Count.NotCounted.class::isInstance)
                .map(Count.NotCounted.class::cast)
                .findFirst()
                .map(silent -> unavailable().with("node", silent.node().word()).with("reason", silent.reason()))
                .orElseGet(QueueDesk::unavailable);
    }

    private static Problem unavailable() {
        return Problem.passing(
                ProblemType.REDIS_UNAVAILABLE, "The Redis that has the queues cannot be asked now.", LATER);
    }

    private static Problem unknown(QueueReport report) {
        return Problem.of(
                ProblemType.QUEUE_NOT_FOUND,
                report.isComplete()
                        ? "no Redis lists a queue of this name: nobody has enqueued a job there"
                        : "the queue is not among the " + Census.MOST + " that are looked at, and there are more");
    }

    private static ResponseEntity<Map<String, Object>> ok(Map<String, Object> members) {
        return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(members);
    }
}
