package dev.holdfast.reconcile;

import dev.holdfast.job.Deadline;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Has each reconciler take its steps for as long as the service runs, on a thread of its own: a node that hangs holds up
 * no other way.
 */
final class ReconcileLoop implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(ReconcileLoop.class);
    private static final Duration TICK = Duration.ofMillis(50);
    /** A step may wait for a placement and for a node that does not answer. */
    private static final Duration LAST_STEP = Duration.ofSeconds(3);

    private final List<Reconciler> reconcilers;
    private final LongSupplier nanoTime;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile List<Thread> threads = List.of();

    /** @param reconcilers one for each way; none if there is nowhere to bring jobs home from */
    ReconcileLoop(List<Reconciler> reconcilers, LongSupplier nanoTime) {
        this.reconcilers = List.copyOf(reconcilers);
        this.nanoTime = nanoTime;
    }

    private void run(Reconciler reconciler) {
        try {
            while (!stopped.await(TICK.toMillis(), TimeUnit.MILLISECONDS)) {
                step(reconciler);
            }
        } catch (InterruptedException interrupted) {
            // Nobody interrupts this thread but a JVM that ends.
            Thread.currentThread().interrupt();
        }
    }

    private static void step(Reconciler reconciler) {
        try {
            reconciler.step();
        } catch (RuntimeException unforeseen) {
            // Broad, because without this thread no job ever comes home; leases end what was begun.
            log.error(
                    "A step of bringing jobs home failed for a reason that nobody foresaw: way={}",
                    reconciler.word(),
                    unforeseen);
        }
    }

    @Override
    public void start() {
        if (threads.isEmpty()) {
            threads = reconcilers.stream().map(this::thread).toList();
            threads.forEach(Thread::start);
        }
    }

    private Thread thread(Reconciler reconciler) {
        Thread thread = new Thread(() -> run(reconciler), "reconcile-" + reconciler.word());
        thread.setDaemon(true);
        return thread;
    }

    /** Ends with the steps that are being taken; what is on its way then is brought home by whoever claims it next. */
    @Override
    public void stop() {
        stopped.countDown();
        Deadline patience = Deadline.in(LAST_STEP, nanoTime);
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
