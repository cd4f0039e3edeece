package dev.holdfast.status;

import dev.holdfast.failover.Standing;
import dev.holdfast.job.Node;
import dev.holdfast.job.NodeState;
import dev.holdfast.spool.SpoolState;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The way of a job, drawn: clients, Holdfast, and the places where it may go.
 *
 * @param height of the drawing, which is 320 wide
 * @param middle how far down clients and Holdfast stand
 * @param open whether clients get in
 * @param text the same in sentences
 */
record Diagram(int height, int middle, boolean open, List<Place> places, String text) {

    private static final int ROW = 68;
    private static final int BOX = 56;

    /** What a place does at present; the drawing has a look for each. */
    private enum Part {
        TAKES_JOBS,
        READY,
        AWAY;

        /** The name of the look. */
        String look() {
            return switch (this) {
                case TAKES_JOBS -> "takes";
                case READY -> "ready";
                case AWAY -> "away";
            };
        }
    }

    /**
     * Where a job may go.
     *
     * @param top how far down the box begins
     * @param arrow the path from Holdfast to it
     */
    record Place(String name, String what, String look, int top, String arrow) {}

    /** {@code what} it does, in a drawing; {@code sentence} says it after its name. */
    private record Role(String name, String what, String sentence, Part part) {

        Role(String name, String what, Part part) {
            this(name, what, what, part);
        }
    }

    static Diagram of(StatusFacts facts) {
        boolean open = switch (facts.seen()) {
            case MAINTENANCE, REFUSED, NOT_WATCHED -> false;
            case OK, RESERVE_MISSING, LATER -> true;
        };
        List<Role> roles = Stream.of(
                        node(facts.standing(), facts.standing().primary(), open),
                        node(facts.standing(), facts.standing().standby(), open),
                        facts.spool().map(spool -> disk(spool, facts, open)))
                .flatMap(Optional::stream)
                .toList();
        int height = roles.size() * ROW - ROW + BOX + 4;
        List<Place> places = new ArrayList<>();
        for (Role role : roles) {
            int top = 2 + places.size() * ROW;
            places.add(new Place(role.name(), role.what(), role.part().look(), top, arrow(height / 2, top + BOX / 2)));
        }
        return new Diagram(height, height / 2, open, List.copyOf(places), text(open, roles));
    }

    private static String arrow(int from, int to) {
        return "M164 " + from + " C184 " + from + " 180 " + to + " 200 " + to;
    }

    private static Optional<Role> node(Standing standing, NodeState node, boolean open) {
        String name = node.node() == Node.PRIMARY ? "Primary" : "Standby";
        boolean well = standing.isWell(node.node());
        return switch (node.status()) {
            case NONE -> Optional.empty();
            case CONNECTING -> Optional.of(new Role(name, "is being asked", Part.AWAY));
            case DOWN ->
                Optional.of(well ? new Role(name, "copies along", Part.READY) : new Role(name, "is away", Part.AWAY));
            case UP -> {
                boolean active = open && standing.active().equals(Optional.of(node.node()));
                Role inUse = active
                        ? new Role(name, "takes jobs", Part.TAKES_JOBS)
                        : new Role(name, "stands ready", Part.READY);
                yield Optional.of(well ? inUse : new Role(name, "has older data", Part.AWAY));
            }
        };
    }

    private static Role disk(SpoolState spool, StatusFacts facts, boolean open) {
        if (!spool.takesJobs()) {
            return new Role("Disk", "takes no jobs", Part.AWAY);
        }
        boolean inUse = open && !facts.standing().takesJobs();
        Part part = inUse ? Part.TAKES_JOBS : Part.READY;
        if (spool.depth() > 0) {
            String jobs = Spoken.shortNumber(spool.depth()) + (spool.depth() == 1 ? " job" : " jobs");
            return new Role("Disk", jobs, "keeps " + jobs, part);
        }
        return new Role("Disk", inUse ? "takes jobs" : "stands ready", part);
    }

    private static String text(boolean open, List<Role> roles) {
        String door = open ? "Clients give jobs to Holdfast." : "Holdfast takes no new jobs from clients.";
        return roles.stream()
                .map(role -> " The " + role.name().toLowerCase(Locale.ROOT) + " " + role.sentence() + ".")
                .collect(Collectors.joining("", door, ""));
    }
}
