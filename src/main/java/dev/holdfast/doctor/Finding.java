package dev.holdfast.doctor;

import dev.holdfast.job.Node;
import java.util.Optional;

/**
 * What a check says of a node.
 *
 * @param id the check's
 * @param node empty if it is about the installation
 */
record Finding(String id, Group group, Optional<Node> node, Judgement judgement) {

    /** Where the check is explained. */
    String page() {
        return "docs/runbook.md#doctor-" + id;
    }
}
