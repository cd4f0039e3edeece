package dev.holdfast.status;

import dev.holdfast.failover.Standing;
import dev.holdfast.incident.Cause;
import dev.holdfast.incident.Impact;
import dev.holdfast.incident.Incident;
import dev.holdfast.incident.Incident.Figures;
import dev.holdfast.incident.Incident.Update;
import dev.holdfast.incident.Span;
import dev.holdfast.job.Node;
import dev.holdfast.job.NodeStates;
import dev.holdfast.job.Reason;
import dev.holdfast.maintenance.MaintenanceWindow;
import dev.holdfast.maintenance.PlannedWindow;
import dev.holdfast.spool.SpoolState;
import dev.holdfast.testing.KnownNodes;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** How it can be with the service, at one moment, for tests of what people are told then. */
final class Scenes {

    static final Instant NOW = Instant.parse("2026-11-28T10:12:03Z");

    /** What only somebody would write who means harm. */
    static final String HOSTILE =
            "<script>alert('1')</script> \"&amp;' </style></title>]]><img src=x onerror=alert(1)> " + "x".repeat(500);

    private static final Duration LONG = Duration.ofHours(30);

    private Scenes() {}

    static StatusFacts allWell() {
        return facts(both().states(), Node.PRIMARY, disk(0), null, null, history(), List.of());
    }

    static StatusFacts reserveMissing() {
        NodeStates nodes = both().down(Node.PRIMARY, "connection_refused").states();
        Incident incident = incident("d1f4", ago(190), Impact.NONE, Impact.NONE, Cause.NODE_LEFT)
                .open(
                        new Figures(0, Optional.empty(), 0),
                        said(190, "A Redis node is away; the other one takes jobs."));
        return facts(nodes, Node.STANDBY, disk(0), null, incident, history(), List.of());
    }

    static StatusFacts later() {
        Incident incident = incident("a77e", ago(42), Impact.LATER, Impact.LATER, Cause.NODE_LEFT, Cause.SPOOL)
                .open(
                        new Figures(12_408, Optional.of(Duration.ofMinutes(41)), 0),
                        said(42, "No Redis takes jobs. They are kept on this service's disk and will run later."));
        return facts(dead(), null, disk(12_408), null, incident, history(), List.of());
    }

    static StatusFacts refused() {
        Incident incident = incident("b0c2", ago(12), Impact.REFUSED, Impact.REFUSED, Cause.NOTHING_ACCEPTED)
                .open(new Figures(2_000_000, Optional.of(Duration.ofHours(3)), 8_211), said(12, "The disk is full."));
        SpoolState full = new SpoolState(
                Optional.of(Reason.SPOOL_FULL),
                2_000_000,
                0,
                0,
                0,
                SpoolState.Withdrawn.NONE,
                4_000_000_000L,
                Optional.of(Duration.ofHours(3)),
                true,
                0);
        return facts(dead(), null, Optional.of(full), null, incident, history(), List.of());
    }

    static StatusFacts maintenance(@Nullable Instant until, @Nullable String message) {
        Incident incident = new Incident(
                "c9aa",
                ago(20),
                Optional.empty(),
                Set.of(Cause.MAINTENANCE),
                Impact.REFUSED,
                Impact.REFUSED,
                new Figures(0, Optional.empty(), 311),
                Optional.ofNullable(until),
                Optional.empty(),
                List.of());
        return facts(
                both().states(),
                Node.PRIMARY,
                disk(0),
                new MaintenanceWindow(until, message),
                incident,
                history(),
                List.of());
    }

    static StatusFacts planned() {
        return facts(
                both().states(),
                Node.PRIMARY,
                disk(0),
                null,
                null,
                List.of(),
                List.of(
                        new PlannedWindow(
                                "move",
                                Instant.parse("2026-12-01T22:00:00Z"),
                                Instant.parse("2026-12-01T23:30:00Z"),
                                "Redis moves to larger machines."),
                        new PlannedWindow(
                                "night",
                                Instant.parse("2026-12-24T23:00:00Z"),
                                Instant.parse("2026-12-25T04:00:00Z"),
                                null)));
    }

    /** A long incident of which operators speak, one of them with bad intent. */
    static StatusFacts longIncident() {
        Incident incident = new Incident(
                "e5d0",
                NOW.minus(Duration.ofHours(9)),
                Optional.empty(),
                inOrder(Cause.SPOOL, Cause.OPERATOR),
                Impact.LATER,
                Impact.REFUSED,
                new Figures(1_204_117, Optional.of(Duration.ofHours(9)), 17),
                Optional.of(NOW.minus(Duration.ofMinutes(10))),
                Optional.of(NOW.plus(Duration.ofMinutes(50))),
                List.of(
                        said(540, "No Redis takes jobs."),
                        new Update(ago(500), "The provider has a fault in its network.\nWe have called them.", true),
                        new Update(ago(3), HOSTILE, true)));
        PlannedWindow hostile =
                new PlannedWindow("h", NOW.plusSeconds(3_600), NOW.plusSeconds(7_200), HOSTILE.substring(0, 300));
        return facts(dead(), null, disk(1_204_117), null, incident, history(), List.of(hostile));
    }

    /** So many incidents, of which none is open. */
    static StatusFacts withPast(int incidents) {
        List<Incident> past = IntStream.range(0, incidents)
                .mapToObj(n -> over("n" + n, 20L * n + 10, 20L * n + 5, Impact.LATER, Cause.SPOOL))
                .toList();
        return facts(both().states(), Node.PRIMARY, disk(0), null, null, past, List.of());
    }

    /** All of them, by name. */
    static Map<String, StatusFacts> all() {
        Map<String, StatusFacts> all = new LinkedHashMap<>();
        all.put("well", allWell());
        all.put("reserve", reserveMissing());
        all.put("later", later());
        all.put("refused", refused());
        all.put("maintenance", maintenance(NOW.plus(Duration.ofHours(1)), "Redis moves to larger machines."));
        all.put("maintenance-without-end", maintenance(null, null));
        all.put("planned", planned());
        all.put("long", longIncident());
        all.put("many", withPast(200));
        return all;
    }

    static StatusFacts facts(
            NodeStates nodes,
            @Nullable Node active,
            Optional<SpoolState> spool,
            @Nullable MaintenanceWindow window,
            @Nullable Incident incident,
            List<Incident> past,
            List<PlannedWindow> planned) {
        Standing standing =
                new Standing(nodes.primary(), nodes.standby(), active != null, Optional.ofNullable(active), Set.of());
        return new StatusFacts(
                NOW,
                standing,
                spool,
                Optional.ofNullable(window),
                Optional.ofNullable(incident),
                past,
                planned,
                List.of(
                        new Span(NOW.minus(Duration.ofDays(3)), NOW.minus(Duration.ofHours(16))),
                        new Span(NOW.minus(Duration.ofHours(15)), NOW)));
    }

    static KnownNodes both() {
        return new KnownNodes().up(Node.PRIMARY, LONG).up(Node.STANDBY, LONG);
    }

    static NodeStates dead() {
        return both().down(Node.PRIMARY, "connection_refused")
                .down(Node.STANDBY, "no_reply")
                .states();
    }

    static Optional<SpoolState> disk(long jobs) {
        Optional<Duration> oldest = jobs == 0 ? Optional.empty() : Optional.of(Duration.ofMinutes(41));
        return Optional.of(
                new SpoolState(Optional.empty(), jobs, 0, 0, 0, SpoolState.Withdrawn.NONE, 65_536, oldest, false, 0));
    }

    static Instant ago(long minutes) {
        return NOW.minus(Duration.ofMinutes(minutes));
    }

    static Incident over(String id, long begin, long end, Impact worst, Cause cause, Update... updates) {
        return new Incident(
                id,
                ago(begin),
                Optional.of(ago(end)),
                Set.of(cause),
                Impact.NONE,
                worst,
                new Figures(0, Optional.empty(), worst == Impact.REFUSED ? 41 : 0),
                Optional.empty(),
                Optional.empty(),
                List.of(updates));
    }

    private static List<Incident> history() {
        return List.of(
                over(
                        "p1",
                        300,
                        272,
                        Impact.NONE,
                        Cause.NODE_LEFT,
                        said(300, "A Redis node is away; the other one takes jobs."),
                        said(274, "Both nodes are well again.")),
                over(
                        "p2",
                        735,
                        690,
                        Impact.LATER,
                        Cause.SPOOL,
                        said(735, "No Redis takes jobs; they are kept on the disk."),
                        said(700, "All jobs of the disk are in Redis.")),
                over("p3", 1_210, 1_203, Impact.REFUSED, Cause.NOTHING_ACCEPTED),
                over("p4", 3_100, 2_980, Impact.REFUSED, Cause.MAINTENANCE, said(3_100, "Closed for maintenance.")));
    }

    private static Update said(long minutesAgo, String text) {
        return new Update(ago(minutesAgo), text, false);
    }

    private static Draft incident(String id, Instant since, Impact impact, Impact worst, Cause... causes) {
        return new Draft(id, since, impact, worst, inOrder(causes));
    }

    private static Set<Cause> inOrder(Cause... causes) {
        return new LinkedHashSet<>(List.of(causes));
    }

    private record Draft(String id, Instant since, Impact impact, Impact worst, Set<Cause> causes) {

        Incident open(Figures figures, Update... updates) {
            return new Incident(
                    id,
                    since,
                    Optional.empty(),
                    causes,
                    impact,
                    worst,
                    figures,
                    Optional.empty(),
                    Optional.empty(),
                    List.of(updates));
        }
    }
}
