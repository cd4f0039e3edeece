package dev.holdfast.failover;

import dev.holdfast.job.JobQueue;
import dev.holdfast.job.JobQueueContract;
import dev.holdfast.job.Node;
import dev.holdfast.testing.InMemoryJobQueue;
import dev.holdfast.testing.KnownNodes;
import java.time.Duration;
import java.util.Optional;

class FailoverContractTests extends JobQueueContract {

    @Override
    protected JobQueue queue() {
        KnownNodes nodes =
                new KnownNodes().up(Node.PRIMARY, Duration.ofHours(1)).up(Node.STANDBY, Duration.ofHours(1));
        ActiveNode active = TestFailover.active(nodes.states(), System::nanoTime);
        return new FailoverJobQueue(new InMemoryJobQueue(), Optional.of(new InMemoryJobQueue(Node.STANDBY)), active);
    }
}
