package dev.holdfast.doctor;

import dev.holdfast.job.Node;
import java.time.Instant;
import java.util.Map;

/** Readings that no server could be brought to give. */
final class Readings {

    private Readings() {}

    /** What was read of a primary that says this of itself, and nothing else. */
    static NodeReading saying(Map<String, String> info) {
        return NodeReading.of(Node.PRIMARY, "redis://here").with(Part.INFO, Seen.of(new Info(info)));
    }

    static Judgement judge(String id, NodeReading node) {
        return judge(id, Reading.of(Instant.EPOCH, node));
    }

    /** What one check says. */
    static Judgement judge(String id, Reading reading) {
        return Checks.ALL.stream()
                .filter(check -> check.id().equals(id))
                .findFirst()
                .orElseThrow()
                .findings()
                .apply(reading)
                .get(0)
                .judgement();
    }
}
