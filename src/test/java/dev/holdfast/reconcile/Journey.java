package dev.holdfast.reconcile;

import dev.holdfast.job.JobId;
import dev.holdfast.job.JobQueue;
import dev.holdfast.job.JobState;
import dev.holdfast.job.Node;
import dev.holdfast.job.Placement;
import dev.holdfast.job.Safety;
import dev.holdfast.testing.InMemoryJobSource;
import dev.holdfast.testing.ManualClock;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** A reconciler between a standby in memory and a queue of the test's choice, on a clock that the test moves. */
final class Journey {

    static final Placement PLACED = new Placement.Placed(Node.PRIMARY, "run-1", JobState.QUEUED);
    static final Placement PLACED_LATER = new Placement.Placed(Node.PRIMARY, "run-2", JobState.QUEUED);
    static final Placement DUPLICATE = new Placement.AlreadyPlaced(Node.PRIMARY, "run-1");

    final ManualClock clock = new ManualClock();
    final InMemoryJobSource source = new InMemoryJobSource(clock);
    final MeterRegistry meters = new SimpleMeterRegistry();
    final Reconciler reconciler;
    boolean mayDrain = true;
    Safety safety = Safety.SAFE;
    Set<JobId> knownToPrimary = Set.of();

    Journey(JobQueue home) {
        WayHome way = new WayHome(
                Optional.of(source),
                home,
                () -> mayDrain,
                (run, age) -> run.equals("run-2") ? Safety.SAFE : safety,
                ids -> ids.stream().filter(knownToPrimary::contains).count());
        ReconcileProperties settings =
                new ReconcileProperties(2_000, 100, Duration.ofSeconds(30), Duration.ofMillis(1_500));
        reconciler = new Reconciler(way, source, settings, new ReconcileMetrics(meters), clock);
        // The pace begins with nothing.
        reconciler.step();
        clock.advance(Duration.ofMillis(1));
    }

    /** Lets time pass, and takes the step that is due then. */
    Journey after(Duration step) {
        clock.advance(step);
        reconciler.step();
        return this;
    }

    /** Takes a step every 50 ms for so long. */
    Journey during(Duration time) {
        for (long i = 0; i < time.toMillis() / 50; i++) {
            after(Duration.ofMillis(50));
        }
        return this;
    }

    double ended(String outcome) {
        return meters.get("holdfast.strays.home")
                .tag("outcome", outcome)
                .counter()
                .count();
    }

    double doubles(String cause) {
        return meters.get("holdfast.possible.doubles")
                .tag("cause", cause)
                .counter()
                .count();
    }

    double strays() {
        return meters.get("holdfast.strays").gauge().value();
    }
}
