package dev.holdfast.webhook;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Has each courier take its steps for as long as the service runs, on a thread of its own: none waits for another. */
final class CourierLoop implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(CourierLoop.class);

    private static final Duration AFTER_SURPRISE = Duration.ofSeconds(1);

    /** What is under way is ended at once; the rest is a few small files. */
    private static final long LAST_STEP_MILLIS = TimeUnit.SECONDS.toMillis(2);

    private final List<Courier> couriers;
    private final Runnable hangUp;
    private volatile List<Thread> threads = List.of();
    private volatile boolean stopped;

    /** @param hangUp ends the attempts that are under way, and lets none begin */
    CourierLoop(List<Courier> couriers, Runnable hangUp) {
        this.couriers = List.copyOf(couriers);
        this.hangUp = hangUp;
    }

    private void run(Courier courier) {
        try {
            while (!stopped) {
                courier.await(step(courier));
            }
        } catch (InterruptedException interrupted) {
            // Nobody interrupts this thread but a JVM that ends.
            Thread.currentThread().interrupt();
        }
        courier.keep();
    }

    private Duration step(Courier courier) {
        try {
            return courier.step();
        } catch (RuntimeException unforeseen) {
            // Broad, because without this thread nobody is ever told again.
            if (!stopped) {
                log.error("A step of telling a webhook failed for a reason that nobody foresaw", unforeseen);
            }
            return AFTER_SURPRISE;
        }
    }

    @Override
    public void start() {
        if (threads.isEmpty()) {
            threads = IntStream.range(0, couriers.size())
                    .mapToObj(index -> thread(index + 1, couriers.get(index)))
                    .toList();
            threads.forEach(Thread::start);
        }
    }

    private Thread thread(int number, Courier courier) {
        Thread thread = new Thread(() -> run(courier), "webhook-" + number);
        thread.setDaemon(true);
        return thread;
    }

    /** What has not been delivered stays on disk for the next run. */
    @Override
    public void stop() {
        stopped = true;
        hangUp.run();
        couriers.forEach(Courier::wake);
        try {
            for (Thread thread : threads) {
                thread.join(LAST_STEP_MILLIS);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return threads.stream().anyMatch(Thread::isAlive);
    }
}
