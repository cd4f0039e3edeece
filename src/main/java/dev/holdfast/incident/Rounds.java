package dev.holdfast.incident;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/** Does something again and again, on a thread of its own, for as long as the service runs. */
final class Rounds implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Rounds.class);

    /** How long the end waits for a disk that hangs. */
    private static final Duration LAST = Duration.ofSeconds(1);

    private final String name;
    private final Duration every;
    private final Runnable round;
    private volatile @Nullable ScheduledExecutorService thread;

    Rounds(String name, Duration every, Runnable round) {
        this.name = name;
        this.every = every;
        this.round = round;
    }

    @Override
    public void start() {
        CustomizableThreadFactory threads = new CustomizableThreadFactory(name + "-");
        threads.setDaemon(true);
        ScheduledThreadPoolExecutor started = new ScheduledThreadPoolExecutor(1, threads);
        // It ends with the thread.
        Future<?> unused = started.scheduleWithFixedDelay(this::go, 0, every.toMillis(), TimeUnit.MILLISECONDS);
        thread = started;
    }

    private void go() {
        try {
            round.run();
        } catch (RuntimeException unforeseen) {
            // Broad, because a scheduler never calls again what has failed once.
            log.error("A round failed: thread={}", name, unforeseen);
        }
    }

    @Override
    public void stop() {
        ScheduledExecutorService running = thread;
        if (running == null) {
            return;
        }
        thread = null;
        // Not interrupted: that would spoil the file that is being written.
        running.shutdown();
        try {
            if (!running.awaitTermination(LAST.toMillis(), TimeUnit.MILLISECONDS)) {
                log.warn("A round does not end: thread={}", name);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }

    /** Begins before the door opens, and ends when it is closed. */
    @Override
    public int getPhase() {
        return 0;
    }
}
