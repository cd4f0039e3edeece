package dev.holdfast.enqueue;

import dev.holdfast.problem.Problem;

/** How a request to enqueue ends. */
sealed interface Answer {

    /**
     * The job is in Redis.
     *
     * @param replayed whether an earlier request had brought it there
     */
    record Accepted(Receipt receipt, boolean replayed) implements Answer {}

    /** The job is on this service's disk. */
    record Spooled(Receipt receipt) implements Answer {}

    /** The job was not accepted. */
    record TurnedAway(Problem problem) implements Answer {}
}
