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

    /** The job was not accepted. */
    record TurnedAway(Problem problem) implements Answer {}
}
