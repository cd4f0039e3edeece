package dev.holdfast.watch;

import dev.holdfast.job.Node;

/** What one node said when its queues were asked for. */
sealed interface Count {

    Node node();

    /** It was counted. */
    record Counted(Node node, Census census) implements Count {}

    /**
     * It could not be asked, or did not answer.
     *
     * @param reason in a word that names no host
     */
    record NotCounted(Node node, String reason) implements Count {}

    /** It has only what the other node has as well, or had, so that counting it would count twice. */
    record Copy(Node node) implements Count {}
}
