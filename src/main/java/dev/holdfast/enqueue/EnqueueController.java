package dev.holdfast.enqueue;

import dev.holdfast.job.Deadline;
import dev.holdfast.submission.RequestRefused;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code POST /enqueue}. */
@RestController
final class EnqueueController {

    private final Admission admission;
    private final RequestReader requests;
    private final FrontDesk desk;
    private final AnswerWriter answers;
    private final EnqueueMetrics metrics;

    EnqueueController(
            Admission admission, RequestReader requests, FrontDesk desk, AnswerWriter answers, EnqueueMetrics metrics) {
        this.admission = admission;
        this.requests = requests;
        this.desk = desk;
        this.answers = answers;
        this.metrics = metrics;
    }

    @PostMapping("/enqueue")
    void enqueue(HttpServletRequest request, HttpServletResponse response) throws IOException {
        answers.write(metrics.timed(() -> answer(request)), response);
    }

    private Answer answer(HttpServletRequest request) {
        Deadline deadline = admission.deadline();
        // Before the body is read, so that those who wait hold no memory.
        if (!admission.enter(deadline)) {
            return new Answer.TurnedAway(Answers.overloaded());
        }
        try {
            IdempotencyKey key = requests.key(request);
            return desk.submit(requests.body(request, deadline), key, deadline);
        } catch (RequestRefused refused) {
            return new Answer.TurnedAway(refused.problem());
        } finally {
            admission.leave();
        }
    }
}
