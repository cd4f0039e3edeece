package dev.holdfast.status;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.holdfast.failover.Standing;
import dev.holdfast.incident.IncidentReport;
import dev.holdfast.job.Node;
import dev.holdfast.job.NodeState;
import dev.holdfast.maintenance.MaintenanceWindow;
import dev.holdfast.maintenance.PlannedWindow;
import dev.holdfast.spool.SpoolState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The same for programs; {@code docs/status.md} tells what each member means.
 *
 * @param maintenance null while the door is open
 * @param incident null if none is open
 */
record StatusReport(
        String state,
        String sentence,
        @JsonProperty("as_of") String asOf,
        Nodes nodes,
        Spool spool,
        @Nullable Maintenance maintenance,
        @Nullable IncidentReport incident,
        List<Planned> planned,
        List<IncidentReport> past,
        List<Stretch> timeline) {

    /** The pair. */
    record Nodes(String active, String primary, String standby) {}

    /** What lies on the disk; only {@code enabled} is known of a spool that is none. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Spool(
            boolean enabled,
            @Nullable Boolean accepting,
            @Nullable Long jobs,
            @JsonProperty("oldest_s") @Nullable Long oldestSeconds) {}

    /** The window that keeps the door closed. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Maintenance(@Nullable String until, @Nullable String message) {

        static Maintenance of(MaintenanceWindow window) {
            Instant until = window.until();
            return new Maintenance(until == null ? null : until.toString(), window.message());
        }
    }

    /** One that has not begun. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Planned(
            String id, String from, String until, @Nullable String message) {

        static Planned of(PlannedWindow window) {
            return new Planned(
                    window.id(), window.from().toString(), window.until().toString(), window.message());
        }
    }

    /** A piece of the last 24 hours. */
    record Stretch(String from, String until, String state) {

        static Stretch of(Timeline.Piece piece) {
            return new Stretch(
                    piece.from().toString(),
                    piece.until().toString(),
                    piece.state().word());
        }
    }

    static StatusReport of(StatusFacts facts) {
        State state = facts.state();
        return new StatusReport(
                state.word(),
                state.sentence(),
                facts.asOf().toString(),
                nodes(facts.standing()),
                facts.spool().map(StatusReport::spool).orElse(new Spool(false, null, null, null)),
                facts.maintenance().map(Maintenance::of).orElse(null),
                facts.incident().map(IncidentReport::of).orElse(null),
                facts.planned().stream().map(Planned::of).toList(),
                facts.past().stream().map(IncidentReport::of).toList(),
                Timeline.of(facts).pieces().stream().map(Stretch::of).toList());
    }

    private static Nodes nodes(Standing standing) {
        return new Nodes(
                standing.active().map(Node::word).orElse("none"),
                word(standing, standing.primary()),
                word(standing, standing.standby()));
    }

    private static String word(Standing standing, NodeState node) {
        boolean well = standing.isWell(node.node());
        return switch (node.status()) {
            case UP -> well ? "up" : "stale";
            case DOWN -> well ? "replica" : "down";
            case CONNECTING, NONE -> node.status().word();
        };
    }

    private static Spool spool(SpoolState spool) {
        return new Spool(
                true,
                spool.takesJobs(),
                spool.depth(),
                spool.oldest().map(Duration::toSeconds).orElse(null));
    }
}
