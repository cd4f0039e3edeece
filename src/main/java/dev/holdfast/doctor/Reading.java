package dev.holdfast.doctor;

import dev.holdfast.job.Node;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * All that a run has read.
 *
 * @param at when, on this machine's clock
 * @param addresses where the nodes' addresses come from
 * @param nodes primary first; empty if no address is known
 * @param own what the service has around it
 */
record Reading(Instant at, Addresses addresses, List<NodeReading> nodes, Own own) {

    /** A reading without this service's surroundings. */
    static Reading of(Instant at, NodeReading... nodes) {
        return new Reading(at, Addresses.CONFIGURED, List.of(nodes), Own.unseen("it was not read"));
    }

    Optional<NodeReading> node(Node node) {
        return nodes.stream().filter(it -> it.node() == node).findFirst();
    }

    /**
     * Where the addresses come from.
     *
     * @param embedded whether none is configured, so that the service starts a pair of its own
     * @param mistake why what is configured cannot be used; empty if it can
     */
    record Addresses(boolean embedded, String mistake) {

        static final Addresses CONFIGURED = new Addresses(false, "");
        static final Addresses EMBEDDED = new Addresses(true, "");
    }
}
