package dev.holdfast.outage;

import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * So many jobs, submitted over so many connections as fast as they are answered, each until it is promised: also to a
 * service that is killed meanwhile.
 *
 * <p>Each job goes by a key or an id of its client's, so that it may be sent again when no answer came.
 */
final class Crowd implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration BETWEEN_REPEATS = Duration.ofMillis(50);

    private final History history = new History();
    private final String prefix = UUID.randomUUID().toString().substring(0, 8);
    private final AtomicInteger begun = new AtomicInteger();
    private final AtomicInteger promised = new AtomicInteger();
    private final CountDownLatch abandoned = new CountDownLatch(1);
    private final Door door = new Door();
    private final URI address;
    private final int jobs;
    private final ExecutorService threads;

    /** They start at once. */
    Crowd(URI address, int connections, int jobs) {
        this.address = address;
        this.jobs = jobs;
        this.threads = Executors.newFixedThreadPool(connections);
        for (int i = 0; i < connections; i++) {
            threads.execute(this::submitAll);
        }
        threads.shutdown();
    }

    /** Complete once all are promised. */
    History history() {
        return history;
    }

    /** Waits until this part of all jobs is promised. */
    void awaitPromised(double part) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(5)).until(() -> promised.get() >= part * jobs);
    }

    void awaitEnd() {
        await().atMost(PATIENCE).until(threads::isTerminated);
    }

    /** Gives up what is not promised yet. */
    @Override
    public void close() {
        abandoned.countDown();
        awaitEnd();
    }

    private void submitAll() {
        try {
            for (int number = begun.incrementAndGet();
                    number <= jobs && abandoned.getCount() > 0;
                    number = begun.incrementAndGet()) {
                submit(new Submission(prefix, number, number % 2 == 0 ? Habit.KEY : Habit.OWN_ID));
            }
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    private void submit(Submission submission) throws InterruptedException {
        submission.answered(door.send(address, submission));
        while (!submission.isAcknowledged() && !abandoned.await(BETWEEN_REPEATS.toMillis(), TimeUnit.MILLISECONDS)) {
            submission.answered(door.send(address, submission));
        }
        history.add(submission);
        promised.incrementAndGet();
    }
}
