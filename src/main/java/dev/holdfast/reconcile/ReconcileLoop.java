package dev.holdfast.reconcile;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Has a reconciler take its steps, on a thread of its own, for as long as the service runs. */
final class ReconcileLoop implements SmartLifecycle, Runnable {

    private static final Logger log = LoggerFactory.getLogger(ReconcileLoop.class);
    private static final Duration TICK = Duration.ofMillis(50);
    /** A step may wait for a placement and for a node that does not answer. */
    private static final Duration LAST_STEP = Duration.ofSeconds(3);

    private final Optional<Reconciler> reconciler;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile @Nullable Thread thread;

    /** @param reconciler empty if there is nowhere to bring jobs home from */
    ReconcileLoop(Optional<Reconciler> reconciler) {
        this.reconciler = reconciler;
    }

    @Override
    public void run() {
        Reconciler steps = reconciler.orElseThrow();
        try {
            while (!stopped.await(TICK.toMillis(), TimeUnit.MILLISECONDS)) {
                step(steps);
            }
        } catch (InterruptedException interrupted) {
            // Nobody interrupts this thread but a JVM that ends.
            Thread.currentThread().interrupt();
        }
    }

    private static void step(Reconciler steps) {
        try {
            steps.step();
        } catch (RuntimeException unforeseen) {
            // Broad, because without this thread no job ever comes home; leases end what was begun.
            log.error("A step of bringing jobs home failed for a reason that nobody foresaw", unforeseen);
        }
    }

    @Override
    public void start() {
        if (reconciler.isPresent() && thread == null) {
            Thread started = new Thread(this, "reconcile");
            started.setDaemon(true);
            thread = started;
            started.start();
        }
    }

    /** Ends with the step that is being taken; what is on its way then is brought home by whoever claims it next. */
    @Override
    public void stop() {
        stopped.countDown();
        Thread last = thread;
        if (last != null) {
            try {
                last.join(LAST_STEP.toMillis());
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public boolean isRunning() {
        Thread current = thread;
        return current != null && current.isAlive();
    }
}
