package dev.holdfast.outage;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Threads that submit one job after the other until they are told to stop, each habit in turn, at each house in turn.
 *
 * <p>They ask again sooner than {@code Retry-After} says: politeness would hide faults.
 */
final class Clients {

    private static final List<Habit> HABITS = List.of(Habit.values());
    private static final Duration BETWEEN_JOBS = Duration.ofMillis(20);
    private static final Duration BETWEEN_REPEATS = Duration.ofMillis(50);
    /** Longer than any answer may take, so that one that hangs is seen as such. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final History history = new History();
    private final String prefix = UUID.randomUUID().toString().substring(0, 8);
    private final AtomicInteger numbers = new AtomicInteger();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final CountDownLatch abandoned = new CountDownLatch(1);
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ObjectMapper json = new ObjectMapper();
    private final List<URI> addresses;
    private final ExecutorService threads;

    /** They start at once. */
    Clients(int count, List<URI> addresses) {
        this.addresses = List.copyOf(addresses);
        this.threads = Executors.newFixedThreadPool(count);
        for (int i = 0; i < count; i++) {
            threads.execute(this::submitAll);
        }
        threads.shutdown();
    }

    History history() {
        return history;
    }

    /** Waits until so many more jobs are promised, wherever they lie. */
    void awaitPromises(int more) {
        long before = history.promises();
        await().atMost(PATIENCE.multipliedBy(3)).until(() -> history.promises() >= before + more);
    }

    /** Waits until so many more jobs are promised on this node. */
    void awaitPromisesOf(String node, int more) {
        long before = history.promisesOf(node);
        await().atMost(PATIENCE.multipliedBy(3)).until(() -> history.promisesOf(node) >= before + more);
    }

    /** Lets them submit no more and waits until each has the answer that it wants, or has none for long. */
    void stop() {
        stopped.countDown();
        if (!ended(PATIENCE.multipliedBy(2))) {
            abandoned.countDown();
            ended(PATIENCE.multipliedBy(2));
        }
    }

    private boolean ended(Duration limit) {
        try {
            return threads.awaitTermination(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void submitAll() {
        try {
            do {
                submit();
            } while (!stopped.await(BETWEEN_JOBS.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    private void submit() throws InterruptedException {
        int number = numbers.incrementAndGet();
        Submission submission = new Submission(prefix, number, HABITS.get(number % HABITS.size()));
        boolean repeat;
        do {
            URI address = addresses.get((number + submission.answers().size()) % addresses.size());
            submission.answered(post(address, submission));
            repeat = submission.wantsRepeat() && !abandoned.await(BETWEEN_REPEATS.toMillis(), TimeUnit.MILLISECONDS);
        } while (repeat);
        history.add(submission);
    }

    private Answer post(URI address, Submission submission) throws InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(address)
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(submission.body()));
        if (!submission.key().isEmpty()) {
            request.header("Idempotency-Key", submission.key());
        }
        long start = System.nanoTime();
        try {
            HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            boolean replayed =
                    response.headers().firstValue("Idempotency-Replayed").isPresent();
            return Answer.of(response.statusCode(), json.readTree(response.body()), replayed, took);
        } catch (IOException nothing) {
            return Answer.none(nothing.toString(), Duration.ofNanos(System.nanoTime() - start));
        }
    }
}
