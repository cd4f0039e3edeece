package dev.holdfast.failover;

import dev.holdfast.job.JobQueue;
import dev.holdfast.job.NodeStates;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.LongSupplier;

/** The choice between two nodes as the service makes it, for tests without its context. */
public final class TestFailover {

    private TestFailover() {}

    /** Two places as one, once it has been decided which takes jobs. */
    public static JobQueue over(JobQueue primary, JobQueue standby, NodeStates states) {
        ActiveNode active = active(states, System::nanoTime);
        active.settle();
        return new FailoverJobQueue(primary, Optional.of(standby), active);
    }

    /** The service's own bounds, and no spread. */
    static ActiveNode active(NodeStates states, LongSupplier nanoTime) {
        return new ActiveNode(
                states,
                new Hold(Duration.ofSeconds(10), Duration.ofMinutes(5), 1.0),
                Failback.AUTO,
                new History(InstantSource.system()),
                Duration.ofMillis(400),
                nanoTime);
    }
}
