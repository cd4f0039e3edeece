package dev.holdfast.maintenance;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the door is closed now, until when, and what callers are told. Safe for all threads.
 *
 * <p>Closed is what the environment or an operator closes. An operator's window ends by itself, and it outlives a
 * restart in {@link MaintenanceFile}. When that file is damaged, nobody knows what the operator last said, and the door
 * stays <b>closed</b> until an operator opens or closes it: a caller who is turned away can come back, but a job that
 * was taken in the middle of a maintenance can be lost.
 */
public final class MaintenanceMode {

    private static final Logger log = LoggerFactory.getLogger(MaintenanceMode.class);

    private static final MaintenanceWindow FIXED = new MaintenanceWindow(null, null);
    private static final MaintenanceWindow UNKNOWN =
            new MaintenanceWindow(null, "It is not known whether maintenance is over; an operator has to say so");

    private final boolean fixed;
    private final MaintenanceFile file;
    private final InstantSource clock;
    private final AtomicReference<@Nullable MaintenanceWindow> announced;

    private MaintenanceMode(
            boolean fixed, MaintenanceFile file, InstantSource clock, @Nullable MaintenanceWindow announced) {
        this.fixed = fixed;
        this.file = file;
        this.clock = clock;
        this.announced = new AtomicReference<>(announced);
    }

    /** Takes up the state in which the last run of the service left the file. */
    static MaintenanceMode resume(boolean fixed, MaintenanceFile file, InstantSource clock) {
        MaintenanceMode mode = new MaintenanceMode(fixed, file, clock, lastWindow(file));
        MaintenanceWindow window = mode.window();
        if (window != null) {
            log.info("Closed for maintenance at the start: fixed={} until={}", fixed, window.until());
        }
        return mode;
    }

    private static @Nullable MaintenanceWindow lastWindow(MaintenanceFile file) {
        try {
            return file.load();
        } catch (IOException damage) {
            log.error(
                    "The maintenance window cannot be read, so the door stays closed; POST to /actuator/maintenance"
                            + " to open or close it: file={} cause={}",
                    file,
                    damage.getMessage());
            return UNKNOWN;
        }
    }

    /** The window that keeps the door closed now; null when it is open. */
    public @Nullable MaintenanceWindow window() {
        MaintenanceWindow window = announced.get();
        if (window != null && hasEnded(window)) {
            // A newer window must not be dropped for an older one.
            if (announced.compareAndSet(window, null)) {
                log.info("Maintenance window ended: until={} closed={}", window.until(), fixed);
            }
            window = announced.get();
        }
        return window == null && fixed ? FIXED : window;
    }

    /** What operators have announced, the next one first; what has begun is not among them. */
    public List<PlannedWindow> planned() {
        return List.of();
    }

    private boolean hasEnded(MaintenanceWindow window) {
        Instant until = window.until();
        return until != null && !clock.instant().isBefore(until);
    }

    /** Whether the environment keeps the door closed, whatever operators say. */
    boolean isFixed() {
        return fixed;
    }

    /**
     * Closes the door, or with null opens it as far as the environment allows.
     *
     * @throws IOException when that could not be saved; then nothing has changed
     */
    synchronized void announce(@Nullable MaintenanceWindow next) throws IOException {
        file.save(next);
        MaintenanceWindow before = announced.getAndSet(next);
        if (!Objects.equals(before, next)) {
            log.info(
                    "Maintenance changed by an operator: closed={} fixed={} until={}",
                    fixed || next != null,
                    fixed,
                    next == null ? null : next.until());
        }
    }
}
