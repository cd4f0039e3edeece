package dev.holdfast.job;

import java.util.function.Predicate;

/**
 * Those nodes that hold the older copy of the other's data, for rooms that know nothing of failover: what such a node
 * says of a job counts no more.
 */
public record StaleNodes(Predicate<Node> known) {

    public boolean contains(Node node) {
        return known.test(node);
    }
}
