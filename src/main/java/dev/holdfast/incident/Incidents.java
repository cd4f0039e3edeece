package dev.holdfast.incident;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The incident that is open, if any, and the last that were; does no I/O when asked. Safe for all threads. */
public final class Incidents {

    private final List<Consumer<IncidentEvent>> listeners = new CopyOnWriteArrayList<>();
    private final List<Incident> past = new ArrayList<>();
    private @Nullable Incident open;

    /** The one that is open; there is never more than one. */
    public synchronized Optional<Incident> open() {
        return Optional.ofNullable(open);
    }

    /** Those that are over, the newest first, 200 at most. */
    public synchronized List<Incident> past() {
        return List.copyOf(past);
    }

    /** When this service ran in the last days, oldest first, the present run included. */
    public synchronized List<Span> watched() {
        return List.of();
    }

    /** Has this told of every change, in order, on the thread that made it; it must return at once. */
    public void listen(Consumer<IncidentEvent> listener) {
        listeners.add(listener);
    }
}
