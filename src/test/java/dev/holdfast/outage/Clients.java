package dev.holdfast.outage;

import static org.awaitility.Awaitility.await;

import java.net.URI;
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

    private final History history = new History();
    private final String prefix = UUID.randomUUID().toString().substring(0, 8);
    private final AtomicInteger numbers = new AtomicInteger();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final CountDownLatch abandoned = new CountDownLatch(1);
    private final Door door = new Door();
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
        await().atMost(Door.PATIENCE.multipliedBy(3)).until(() -> history.promises() >= before + more);
    }

    /** Waits until so many more jobs are promised on this node. */
    void awaitPromisesOf(String node, int more) {
        long before = history.promisesOf(node);
        await().atMost(Door.PATIENCE.multipliedBy(3)).until(() -> history.promisesOf(node) >= before + more);
    }

    /** Lets them submit no more and waits until each has the answer that it wants, or has none for long. */
    void stop() {
        stopped.countDown();
        if (!ended(Door.PATIENCE.multipliedBy(2))) {
            abandoned.countDown();
            ended(Door.PATIENCE.multipliedBy(2));
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
            submission.answered(door.send(address, submission));
            repeat = submission.wantsRepeat() && !abandoned.await(BETWEEN_REPEATS.toMillis(), TimeUnit.MILLISECONDS);
        } while (repeat);
        history.add(submission);
    }
}
