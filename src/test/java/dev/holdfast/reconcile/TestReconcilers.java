package dev.holdfast.reconcile;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Optional;

/** Reconcilers as the service has them, for tests without its context; their leases are as short as may be. */
public final class TestReconcilers {

    private TestReconcilers() {}

    /** Brings jobs home on a thread of its own until it is closed. */
    public static AutoCloseable started(WayHome way) {
        ReconcileProperties settings =
                new ReconcileProperties(2_000, 100, Duration.ofSeconds(10), Duration.ofMillis(1_500));
        Reconciler reconciler = new Reconciler(
                way,
                way.source().orElseThrow(),
                settings,
                new ReconcileMetrics(new SimpleMeterRegistry()),
                System::nanoTime);
        ReconcileLoop loop = new ReconcileLoop(Optional.of(reconciler));
        loop.start();
        return loop::stop;
    }
}
