package dev.holdfast.watch;

import dev.holdfast.job.Deadline;
import dev.holdfast.job.Node;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Has each node looked at for as long as the service runs, on a thread of its own: one that hangs hides no other. */
final class Watch implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Watch.class);
    private static final double SPREAD = 0.2;
    /** The first look waits until the links had time to be opened. */
    private static final Duration FIRST = Duration.ofSeconds(1);
    /** A look may wait for a node that does not answer; nobody waits longer for what it would have seen. */
    private static final Duration LAST_LOOK = Duration.ofSeconds(1);

    private final List<NodeWatch> nodes;
    private final BiConsumer<Node, Optional<Look>> seen;
    private final Duration every;
    private final DoubleSupplier random;
    private final LongSupplier nanoTime;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile List<Thread> threads = List.of();

    /**
     * @param seen is told of each look, empty if there was nothing to be seen
     * @param random from 0 to 1, so that services that were started together do not ask together
     */
    Watch(
            List<NodeWatch> nodes,
            BiConsumer<Node, Optional<Look>> seen,
            Duration every,
            DoubleSupplier random,
            LongSupplier nanoTime) {
        this.nodes = List.copyOf(nodes);
        this.seen = seen;
        this.every = every;
        this.random = random;
        this.nanoTime = nanoTime;
    }

    private void run(NodeWatch node) {
        try {
            Duration wait = FIRST.compareTo(every) < 0 ? FIRST : every;
            while (!stopped.await(wait.toMillis(), TimeUnit.MILLISECONDS)) {
                look(node);
                wait = Duration.ofMillis((long) (every.toMillis() * (1 - SPREAD + 2 * SPREAD * random.getAsDouble())));
            }
        } catch (InterruptedException interrupted) {
            // Nobody interrupts this thread but a JVM that ends.
            Thread.currentThread().interrupt();
        }
    }

    private void look(NodeWatch node) {
        try {
            seen.accept(node.node(), node.look());
        } catch (RuntimeException unforeseen) {
            // Broad, because without this thread the meters would show old figures for ever.
            log.error(
                    "A node could not be looked at for a reason that nobody foresaw: node={}",
                    node.node().word(),
                    unforeseen);
        }
    }

    @Override
    public void start() {
        if (threads.isEmpty()) {
            threads = nodes.stream().map(this::thread).toList();
            threads.forEach(Thread::start);
        }
    }

    private Thread thread(NodeWatch node) {
        Thread thread = new Thread(() -> run(node), "watch-" + node.node().word());
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public void stop() {
        stopped.countDown();
        Deadline patience = Deadline.in(LAST_LOOK, nanoTime);
        try {
            for (Thread thread : threads) {
                thread.join(
                        Math.max(1, Duration.ofNanos(patience.remainingNanos()).toMillis()));
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
