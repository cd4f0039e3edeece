package dev.holdfast.job;

import java.time.Instant;
import java.util.List;

/** When a job may be run. */
public sealed interface Start {

    /** As soon as its turn on the queue comes. */
    record Now() implements Start {}

    /**
     * Not before a moment, which RQ keeps in whole seconds; if it has passed when a node takes the job, it is queued.
     *
     * @param due no moment before 1970
     */
    record At(Instant due) implements Start {

        public At {
            if (due.getEpochSecond() < 0) {
                throw new IllegalArgumentException("a job is due in or after 1970, not at " + due);
            }
        }
    }

    /**
     * Never: its client has taken the job back. Placing it means that it is not at the node, unless a worker was quicker,
     * and that no call that is late brings it there.
     */
    record Never() implements Start {}

    /**
     * When other jobs have ended.
     *
     * @param parents their ids, each once
     * @param allowFailure whether a parent that has failed counts like one that has finished
     * @param missingAreMet whether a parent that the node does not know counts as finished, because it has been looked
     *     for elsewhere, or for long enough where nobody can be asked
     */
    record After(List<JobId> parents, boolean allowFailure, boolean missingAreMet) implements Start {

        public After {
            parents = List.copyOf(parents);
            if (parents.isEmpty() || parents.stream().distinct().count() != parents.size()) {
                throw new IllegalArgumentException("parents are named once each, and there is at least one");
            }
        }
    }
}
