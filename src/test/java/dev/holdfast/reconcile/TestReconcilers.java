package dev.holdfast.reconcile;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;

/** Reconcilers as the service has them, for tests without its context; their leases are as short as may be. */
public final class TestReconcilers {

    private TestReconcilers() {}

    /** Brings jobs home, on a thread for each way, until it is closed. */
    public static AutoCloseable started(WayHome... ways) {
        ReconcileLoop loop = new ReconcileConfiguration()
                .reconcileLoop(
                        new WaysHome(List.of(ways)),
                        new ReconcileProperties(
                                2_000, 100, 10_000, 250, Duration.ofSeconds(10), Duration.ofMillis(1_500)),
                        new ReconcileMetrics(new SimpleMeterRegistry()));
        loop.start();
        return loop::stop;
    }
}
