package dev.holdfast.incident;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps on disk what incidents there are and that this service runs, each change soon after it was made. A disk that
 * does not take it keeps nobody from anything.
 */
final class IncidentKeeper implements Runnable, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(IncidentKeeper.class);

    private final Incidents incidents;
    private final Supplier<List<Span>> attendance;
    private final IncidentFiles files;
    private final LongSupplier nanoTime;
    private long lastBeat;
    private long kept;
    private boolean failing;

    IncidentKeeper(Incidents incidents, Supplier<List<Span>> attendance, IncidentFiles files, LongSupplier nanoTime) {
        this.incidents = incidents;
        this.attendance = attendance;
        this.files = files;
        this.nanoTime = nanoTime;
        this.lastBeat = nanoTime.getAsLong() - Attendance.PRECISION.toNanos();
    }

    @Override
    public synchronized void run() {
        long now = nanoTime.getAsLong();
        boolean beats = Duration.ofNanos(now - lastBeat).compareTo(Attendance.PRECISION) >= 0;
        lastBeat = beats ? now : lastBeat;
        keep(beats);
    }

    /** The last beat, so that the end is known. */
    @Override
    public synchronized void close() {
        keep(true);
    }

    private void keep(boolean beats) {
        long changes = incidents.changes();
        // Between its changes the figures of an open one move; and a disk that failed is tried again.
        boolean changed =
                changes != kept || (beats && (failing || incidents.open().isPresent()));
        if (!changed && !beats) {
            return;
        }
        // Also if it fails: a broken disk need not be tried four times a second.
        kept = changes;
        try {
            if (changed) {
                files.save(incidents.kept());
            }
            if (beats) {
                files.save(attendance.get());
            }
            if (failing) {
                log.info("Incidents are kept on disk again");
            }
            failing = false;
        } catch (IOException unsaved) {
            if (!failing) {
                log.warn(
                        "Incidents cannot be kept on disk, and would be forgotten at a restart: cause={}",
                        unsaved.toString());
            }
            failing = true;
        }
    }
}
