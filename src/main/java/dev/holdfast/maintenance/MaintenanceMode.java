package dev.holdfast.maintenance;

import dev.holdfast.problem.Violation;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the door is closed now, until when, and what callers are told. Safe for all threads.
 *
 * <p>Closed is what the environment or an operator closes, now or by a plan. An operator's window ends by itself, and it
 * outlives a restart in {@link MaintenanceFile}, as plans do. When that file is damaged, nobody knows what the operator
 * last said, and the door stays <b>closed</b> until an operator opens or closes it: a caller who is turned away can come
 * back, but a job that was taken in the middle of a maintenance can be lost.
 *
 * <p>Windows open and close when somebody looks, by the clock; that writes nothing, because the file and the clock say
 * the same after a restart.
 */
public final class MaintenanceMode {

    private static final Logger log = LoggerFactory.getLogger(MaintenanceMode.class);

    private static final MaintenanceWindow FIXED = new MaintenanceWindow(null, null);
    private static final MaintenanceWindow UNKNOWN =
            new MaintenanceWindow(null, "It is not known whether maintenance is over; an operator has to say so");

    private final boolean fixed;
    private final MaintenanceFile file;
    private final InstantSource clock;
    private final AtomicReference<Now> now;

    private MaintenanceMode(boolean fixed, MaintenanceFile file, InstantSource clock, MaintenanceSchedule schedule) {
        this.fixed = fixed;
        this.file = file;
        this.clock = clock;
        this.now = new AtomicReference<>(Now.of(schedule));
    }

    /** Takes up the state in which the last run of the service left the file, as the clock has changed it since. */
    static MaintenanceMode resume(boolean fixed, MaintenanceFile file, InstantSource clock) {
        MaintenanceMode mode = new MaintenanceMode(fixed, file, clock, lastSchedule(file, clock.instant()));
        MaintenanceWindow window = mode.window();
        if (window != null) {
            log.info("Closed for maintenance at the start: fixed={} until={}", fixed, window.until());
        }
        return mode;
    }

    private static MaintenanceSchedule lastSchedule(MaintenanceFile file, Instant start) {
        MaintenanceSchedule saved;
        try {
            saved = file.load();
        } catch (IOException damage) {
            log.error(
                    "The maintenance window cannot be read, so the door stays closed; POST to /actuator/maintenance"
                            + " to open or close it: file={} cause={}",
                    file,
                    damage.getMessage());
            return new MaintenanceSchedule(UNKNOWN, List.of());
        }
        List<PlannedWindow> missed =
                saved.planned().stream().filter(window -> window.isOver(start)).toList();
        MaintenanceSchedule schedule = saved;
        while (!start.isBefore(schedule.turn())) {
            schedule = schedule.turned();
        }
        if (!missed.isEmpty()) {
            forget(missed, schedule, file);
        }
        return schedule;
    }

    private static void forget(List<PlannedWindow> missed, MaintenanceSchedule schedule, MaintenanceFile file) {
        for (PlannedWindow window : missed) {
            log.info(
                    "A planned maintenance window ended before the start: id={} from={} until={}",
                    window.id(),
                    window.from(),
                    window.until());
        }
        try {
            file.save(schedule);
        } catch (IOException unsaved) {
            // Nothing is lost: the next start finds them over, too.
            log.warn("The maintenance window could not be saved: file={} cause={}", file, unsaved.getMessage());
        }
    }

    /** The window that keeps the door closed now; null when it is open. */
    public @Nullable MaintenanceWindow window() {
        MaintenanceWindow window = settled().schedule().open();
        return window == null && fixed ? FIXED : window;
    }

    /** What operators have announced, the next one first; what has begun is not among them. */
    public List<PlannedWindow> planned() {
        return settled().schedule().planned();
    }

    /** Every request comes by here: a read and a comparison, unless a window has just begun or ended. */
    private Now settled() {
        Now current = now.get();
        Instant time = clock.instant();
        while (!time.isBefore(current.turn())) {
            Now next = Now.of(current.schedule().turned());
            // A change by an operator must not be lost for what the clock makes of the state before it.
            if (now.compareAndSet(current, next)) {
                tell(current.schedule(), next.schedule());
            }
            current = now.get();
        }
        return current;
    }

    private void tell(MaintenanceSchedule before, MaintenanceSchedule after) {
        MaintenanceWindow ended = before.open();
        boolean begins = before.planned().size() > after.planned().size();
        if (ended != null && (!begins || before.turn().equals(ended.until()))) {
            log.info("Maintenance window ended: until={} closed={}", ended.until(), fixed || begins);
        }
        if (begins && after.open() != null) {
            log.info(
                    "Maintenance window opened as planned: id={} until={}",
                    before.planned().get(0).id(),
                    after.open().until());
        }
    }

    /** Whether the environment keeps the door closed, whatever operators say. */
    boolean isFixed() {
        return fixed;
    }

    /**
     * Closes the door, or with null opens it as far as the environment allows. What is planned stays planned.
     *
     * @throws IOException when that could not be saved; then nothing has changed
     */
    synchronized void announce(@Nullable MaintenanceWindow next) throws IOException {
        MaintenanceSchedule before = change(schedule -> schedule.opened(next));
        if (!Objects.equals(before.open(), next)) {
            log.info(
                    "Maintenance changed by an operator: closed={} fixed={} until={}",
                    fixed || next != null,
                    fixed,
                    next == null ? null : next.until());
        }
    }

    /**
     * Plans this window, unless something speaks against it.
     *
     * @return what does; null if nothing
     * @throws IOException when it could not be saved; then nothing has changed
     */
    synchronized @Nullable Violation plan(PlannedWindow window) throws IOException {
        Violation objection = settled().schedule().objection(window);
        if (objection == null) {
            change(schedule -> schedule.with(window));
            log.info(
                    "Maintenance planned by an operator: id={} from={} until={}",
                    window.id(),
                    window.from(),
                    window.until());
        }
        return objection;
    }

    /**
     * Takes a planned window back.
     *
     * @return whether there was one of this name that had not begun
     * @throws IOException when that could not be saved; then nothing has changed
     */
    synchronized boolean cancel(String id) throws IOException {
        if (!settled().schedule().hasPlanned(id)) {
            return false;
        }
        boolean wasPlanned = change(schedule -> schedule.without(id)).hasPlanned(id);
        if (wasPlanned) {
            log.info("Planned maintenance taken back by an operator: id={}", id);
        }
        return wasPlanned;
    }

    /** Saves first, and again if the clock was faster; tells the state that was changed. */
    private MaintenanceSchedule change(UnaryOperator<MaintenanceSchedule> edit) throws IOException {
        Now before;
        Now next;
        do {
            before = settled();
            next = Now.of(edit.apply(before.schedule()));
            file.save(next.schedule());
        } while (!now.compareAndSet(before, next));
        return before.schedule();
    }

    /** A schedule with its turn worked out. */
    private record Now(MaintenanceSchedule schedule, Instant turn) {

        static Now of(MaintenanceSchedule schedule) {
            return new Now(schedule, schedule.turn());
        }
    }
}
