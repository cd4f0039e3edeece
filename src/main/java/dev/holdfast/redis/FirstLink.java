package dev.holdfast.redis;

import dev.holdfast.job.Deadline;
import java.time.Duration;
import org.springframework.boot.web.context.WebServerGracefulShutdownLifecycle;
import org.springframework.context.SmartLifecycle;

/** Gives the first node a moment before the web server opens, so that a healthy start refuses nobody. */
final class FirstLink implements SmartLifecycle {

    private final RedisNodes nodes;
    private final Duration limit;
    private volatile boolean running;

    FirstLink(RedisNodes nodes, Duration limit) {
        this.nodes = nodes;
        this.limit = limit;
    }

    @Override
    public void start() {
        nodes.awaitFirstAttempts(Deadline.in(limit, System::nanoTime));
        running = true;
    }

    @Override
    public void stop() {
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Lower phases start earlier: before the web server's. */
    @Override
    public int getPhase() {
        return WebServerGracefulShutdownLifecycle.SMART_LIFECYCLE_PHASE - 4096;
    }
}
