package dev.holdfast.failover;

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

/** Looks at the nodes regularly, so that jobs find the right one without having to try, and come home. */
final class FailoverWatch implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(FailoverWatch.class);

    private final ActiveNode active;
    private final Duration every;
    private volatile @Nullable ScheduledExecutorService looks;

    FailoverWatch(ActiveNode active, Duration every) {
        this.active = active;
        this.every = every;
    }

    @Override
    public void start() {
        ScheduledThreadPoolExecutor thread =
                new ScheduledThreadPoolExecutor(1, new CustomizableThreadFactory("failover-watch-"));
        // It ends with the thread.
        Future<?> unused = thread.scheduleWithFixedDelay(this::look, 0, every.toMillis(), TimeUnit.MILLISECONDS);
        looks = thread;
    }

    private void look() {
        try {
            active.settle();
        } catch (RuntimeException unforeseen) {
            // Broad, because a scheduler never calls again what has failed once.
            log.error("Which node takes jobs could not be decided", unforeseen);
        }
    }

    @Override
    public void stop() {
        ScheduledExecutorService running = looks;
        if (running != null) {
            running.shutdownNow();
            looks = null;
        }
    }

    @Override
    public boolean isRunning() {
        return looks != null;
    }
}
