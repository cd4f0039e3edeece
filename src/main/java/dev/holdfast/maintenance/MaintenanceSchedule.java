package dev.holdfast.maintenance;

import dev.holdfast.problem.Violation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The window that is open and those that are planned; what becomes of them as time passes is decided here.
 *
 * <p>There is never more than one open. A planned window whose beginning comes while another is open becomes part of
 * it: the door stays closed until the later of both ends, and until an operator opens it if one of them has no end.
 *
 * @param open what keeps the door closed; null if nothing does
 * @param planned the next one first; no two overlap
 */
record MaintenanceSchedule(@Nullable MaintenanceWindow open, List<PlannedWindow> planned) {

    static final int MOST_PLANNED = 50;

    static final MaintenanceSchedule NOTHING = new MaintenanceSchedule(null, List.of());

    MaintenanceSchedule {
        planned = planned.stream()
                .sorted(Comparator.comparing(PlannedWindow::from))
                .toList();
        if (planned.size() > MOST_PLANNED) {
            throw new IllegalArgumentException("more than " + MOST_PLANNED + " windows are planned");
        }
        for (int next = 1; next < planned.size(); next++) {
            if (planned.get(next).overlaps(planned.get(next - 1))) {
                throw new IllegalArgumentException("two planned windows overlap");
            }
        }
    }

    /** Until when nothing of it changes by itself. */
    Instant turn() {
        Instant beginning = planned.isEmpty() ? Instant.MAX : planned.get(0).from();
        Instant end = open == null || open.until() == null ? Instant.MAX : open.until();
        return beginning.isBefore(end) ? beginning : end;
    }

    /** After its next turn. What ends and begins in the same moment leaves no gap. */
    MaintenanceSchedule turned() {
        if (planned.isEmpty() || turn().isBefore(planned.get(0).from())) {
            return opened(null);
        }
        PlannedWindow next = planned.get(0);
        MaintenanceWindow window = new MaintenanceWindow(next.until(), next.message());
        MaintenanceWindow after = open == null || next.from().equals(open.until()) ? window : union(open, window);
        return new MaintenanceSchedule(after, planned.subList(1, planned.size()));
    }

    /** The words are those of whoever closed the door first, if they said any. */
    private static MaintenanceWindow union(MaintenanceWindow first, MaintenanceWindow second) {
        Instant end = first.until();
        Instant later = second.until();
        boolean longer = end != null && later != null && later.isAfter(end);
        return new MaintenanceWindow(
                longer ? later : end, Optional.ofNullable(first.message()).orElse(second.message()));
    }

    MaintenanceSchedule opened(@Nullable MaintenanceWindow window) {
        return new MaintenanceSchedule(window, planned);
    }

    /** What speaks against planning this one, too; null if nothing does. */
    @Nullable
    Violation objection(PlannedWindow window) {
        if (planned.size() >= MOST_PLANNED) {
            return new Violation(
                    "/from", "too_many", "must wait until fewer than " + MOST_PLANNED + " windows are planned");
        }
        return planned.stream()
                .filter(window::overlaps)
                .findFirst()
                .map(other -> new Violation(
                        "/from",
                        "overlaps",
                        "must not overlap the planned window " + other.id() + ", from " + other.from() + " until "
                                + other.until()))
                .orElse(null);
    }

    MaintenanceSchedule with(PlannedWindow window) {
        return new MaintenanceSchedule(
                open, Stream.concat(planned.stream(), Stream.of(window)).toList());
    }

    boolean hasPlanned(String id) {
        return planned.stream().anyMatch(window -> window.id().equals(id));
    }

    MaintenanceSchedule without(String id) {
        List<PlannedWindow> left = new ArrayList<>(planned);
        left.removeIf(window -> window.id().equals(id));
        return new MaintenanceSchedule(open, left);
    }
}
