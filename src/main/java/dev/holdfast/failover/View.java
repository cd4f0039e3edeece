package dev.holdfast.failover;

import dev.holdfast.job.Node;
import java.util.Optional;

/**
 * Which node takes jobs, as somebody saw it at one moment; a later decision is another view.
 *
 * @param number how many views there were before
 * @param node empty while no node can take any
 * @param cause why it is so, in a word
 * @param since when it was decided, on the monotonic clock in nanoseconds
 */
record View(int number, Optional<Node> node, String cause, long since) {

    boolean is(Node other) {
        return node.isPresent() && node.get() == other;
    }

    /** The name in answers and logs. */
    String word() {
        return node.map(Node::word).orElse("none");
    }
}
