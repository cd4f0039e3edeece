package dev.holdfast;

import dev.holdfast.dependency.DependentJobQueue;
import dev.holdfast.dependency.Parent;
import dev.holdfast.dependency.Sighting;
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
        return new DependentJobQueue(jobs, (parent, deadline) -> {
            Sighting here = seenHere(parent, deadline);
            Sighting beside = here == Sighting.THERE ? here : seenBeside(node, parent, deadline);
            return beside == Sighting.NOWHERE ? here : beside;
        });
    }

    private Sighting seenHere(Parent parent, Deadline deadline) {
        return spool.map(disk -> disk.find(parent.id(), deadline))
                .map(search -> seen(search.job().isPresent(), search.answered()))
                .orElse(Sighting.NOWHERE);
    }

    private static Sighting seen(boolean found, boolean answered) {
        if (found) {
            return Sighting.THERE;
        }
        return answered ? Sighting.NOWHERE : Sighting.UNSURE;
    }

    private Sighting seenBeside(Node node, Parent parent, Deadline deadline) {
        Lookup lookup = nodes.findBeside(node, parent.id(), deadline);
        if (lookup instanceof Lookup.Found found) {
            String status = StoredJob.of(found.hash()).status();
            boolean over = "finished".equals(status)
                    || (parent.failedIsOver() && ENDED_BADLY.contains(String.valueOf(status)));
            return over ? Sighting.NOWHERE : Sighting.THERE;
        }
        return lookup instanceof Lookup.NotAsked ? Sighting.UNSURE : Sighting.NOWHERE;
    }
}
