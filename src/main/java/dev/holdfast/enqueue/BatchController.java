package dev.holdfast.enqueue;

import dev.holdfast.submission.RequestRefused;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code POST /enqueue/batch}. */
@RestController
final class BatchController {

    private static final Logger log = LoggerFactory.getLogger(BatchController.class);

    private final BatchPlaces places;
    private final RequestReader requests;
    private final BatchReader batches;
    private final BatchDesk desk;
    private final OutcomeWriter outcomes;
    private final AnswerWriter answers;
    private final EnqueueMetrics metrics;

    BatchController(
            BatchPlaces places,
            RequestReader requests,
            BatchReader batches,
            BatchDesk desk,
            OutcomeWriter outcomes,
            AnswerWriter answers,
            EnqueueMetrics metrics) {
        this.places = places;
        this.requests = requests;
        this.batches = batches;
        this.desk = desk;
        this.outcomes = outcomes;
        this.answers = answers;
        this.metrics = metrics;
    }

    @PostMapping("/enqueue/batch")
    void enqueue(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!places.enter()) {
            refuse(new Answer.TurnedAway(Answers.overloaded()), response);
            return;
        }
        try {
            serve(request, response);
        } catch (RequestRefused refused) {
            refuse(new Answer.TurnedAway(refused.problem()), response);
        } finally {
            places.leave();
        }
    }

    private void serve(HttpServletRequest request, HttpServletResponse response) {
        boolean lines = BatchReader.hasLines(request);
        IdempotencyKey key = requests.key(request);
        Items items = lines ? batches.lines(request) : batches.array(request);
        try {
            desk.serve(items, key, lines ? outcomes.lines(response) : outcomes.whole(response));
        } catch (IOException e) {
            // What was placed stays placed, and nothing more is read.
            log.debug("A client left before its batch was answered", e);
        }
    }

    private void refuse(Answer refusal, HttpServletResponse response) throws IOException {
        answers.write(metrics.timed(() -> refusal), response);
    }
}
