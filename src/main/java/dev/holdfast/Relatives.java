package dev.holdfast;

import dev.holdfast.dependency.DependentJobQueue;
import dev.holdfast.dependency.Parent;
import dev.holdfast.job.Deadline;
import dev.holdfast.job.JobQueue;
import dev.holdfast.job.Node;
import dev.holdfast.redis.Lookup;
import dev.holdfast.redis.RedisNodes;
import dev.holdfast.rq.StoredJob;
import dev.holdfast.spool.Spool;
import java.util.Optional;
import java.util.Set;

/**
 * Where a parent may be that a node does not know: on this service's disk, or at the other node. The disk is asked first,
 * since jobs go from there to the nodes, and not back.
 */
record Relatives(RedisNodes nodes, Optional<Spool> spool) {

    private static final Set<String> ENDED_BADLY = Set.of("failed", "stopped", "canceled");

    /** The node as a place where a child does not come before its parent. */
    JobQueue heededAt(Node node, JobQueue jobs) {
        return new DependentJobQueue(
                jobs, (parent, deadline) -> mayLieHere(parent, deadline) || mayLieBeside(node, parent, deadline));
    }

    private boolean mayLieHere(Parent parent, Deadline deadline) {
        return spool.map(disk -> disk.find(parent.id(), deadline))
                .map(search -> !search.answered() || search.job().isPresent())
                .orElse(false);
    }

    private boolean mayLieBeside(Node node, Parent parent, Deadline deadline) {
        Lookup lookup = nodes.findBeside(node, parent.id(), deadline);
        if (lookup instanceof Lookup.Found found) {
            String status = StoredJob.of(found.hash()).status();
            return !"finished".equals(status)
                    && !(parent.failedIsOver() && ENDED_BADLY.contains(String.valueOf(status)));
        }
        return lookup instanceof Lookup.NotAsked;
    }
}
