package dev.holdfast.reconcile;

import dev.holdfast.job.Job;
import dev.holdfast.job.JobId;
import dev.holdfast.job.JobQueue;
import dev.holdfast.job.JobState;
import dev.holdfast.job.Node;
import dev.holdfast.job.Placement;
import dev.holdfast.job.Safety;
import dev.holdfast.reconcile.WayHome.Origin;
import dev.holdfast.testing.InMemoryJobSource;
import dev.holdfast.testing.Jobs;
import dev.holdfast.testing.ManualClock;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Set;
import java.util.stream.IntStream;

/** A reconciler between a place in memory and a queue of the test's choice, on a clock that the test moves. */
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
    /** Nothing is safe at home that came more recently. */
    Duration safeAfter = Duration.ZERO;

    Set<JobId> knownToPrimary = Set.of();

    /** From the standby. */
    Journey(JobQueue home) {
        this(Origin.STRAYS, Node.PRIMARY, home);
    }

    Journey(Origin origin, Node to, JobQueue home) {
        WayHome way = new WayHome(
                origin,
                to,
                source,
                home,
                () -> mayDrain,
                this::safety,
                ids -> ids.stream().filter(knownToPrimary::contains).count());
        ReconcileProperties settings =
                new ReconcileProperties(2_000, 100, 10_000, 250, Duration.ofSeconds(30), Duration.ofMillis(1_500));
        reconciler = new Reconciler(way, settings, new ReconcileMetrics(meters), clock);
        // The pace begins with nothing.
        reconciler.step();
        clock.advance(Duration.ofMillis(1));
    }

    private Safety safety(String run, Duration age) {
        if (age.compareTo(safeAfter) < 0) {
            return Safety.WAITING;
        }
        return run.equals("run-2") ? Safety.SAFE : safety;
    }

    /** Strands so many jobs: {@code job-0} and so on. */
    Journey strand(int jobs) {
        source.strand(
                IntStream.range(0, jobs).mapToObj(i -> Jobs.job("job-" + i)).toArray(Job[]::new));
        return this;
    }

    /** Lets time pass, and takes the step that is due then. */
    Journey after(Duration step) {
        clock.advance(step);
        reconciler.step();
        return this;
    }

    /** Takes steps for so long, each 50 ms after the one before has ended. */
    Journey during(Duration time) {
        long end = clock.nanoTime() + time.toNanos();
        while (clock.nanoTime() + Duration.ofMillis(50).toNanos() <= end) {
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

    double placedFromDisk(Node node, String outcome) {
        return meters.get("holdfast.spool.placed")
                .tag("node", node.word())
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
