package dev.holdfast.doctor;

import dev.holdfast.job.Node;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * One question to what was read; it asks nobody anything.
 *
 * @param id stable, of lower-case letters and dashes; its page is {@code docs/runbook.md#doctor-<id>}
 * @param findings the answer, one for each node if it is about nodes
 */
record Check(String id, Group group, Function<Reading, List<Finding>> findings) {

    /** A question to each node by itself. */
    static Check ofNode(String id, Group group, Function<NodeReading, Judgement> judge) {
        return new Check(
                id,
                group,
                reading -> reading.nodes().stream()
                        .map(node -> new Finding(id, group, Optional.of(node.node()), judge.apply(node)))
                        .toList());
    }

    /** A question to the whole installation. */
    static Check ofAll(String id, Group group, Function<Reading, Judgement> judge) {
        return new Check(
                id, group, reading -> List.of(new Finding(id, group, Optional.<Node>empty(), judge.apply(reading))));
    }
}
