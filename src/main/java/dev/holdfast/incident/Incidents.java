package dev.holdfast.incident;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The incident that is open, if any, and the last that were; does no I/O when asked. Safe for all threads. */
public final class Incidents {

    private static final Logger log = LoggerFactory.getLogger(Incidents.class);

    private final Book book;
    private final Supplier<List<Span>> watched;
    private final List<Consumer<IncidentEvent>> listeners = new CopyOnWriteArrayList<>();
    private final Map<Cause, LongAdder> causes = new EnumMap<>(Cause.class);
    private final LongAdder refused = new LongAdder();
    private final AtomicLong changes = new AtomicLong();
    private volatile Optional<Incident> open;
    private volatile List<Incident> past;

    /** A house in which nothing has ever happened. */
    public Incidents() {
        this(new Book(Duration.ofMinutes(2), Instant::toString), List::of);
    }

    /**
     * What the book says.
     *
     * @param watched when this service ran
     */
    Incidents(Book book, Supplier<List<Span>> watched) {
        this.book = book;
        this.watched = watched;
        this.open = book.open();
        this.past = List.copyOf(book.past());
        for (Cause cause : Cause.values()) {
            causes.put(cause, new LongAdder());
        }
        open.ifPresent(incident -> log.info("Incident goes on: id={} since={}", incident.id(), incident.since()));
    }

    /** The one that is open; there is never more than one. */
    public Optional<Incident> open() {
        return open;
    }

    /** Those that are over, the newest first, 200 at most. */
    public List<Incident> past() {
        return past;
    }

    /** When this service ran in the last days, oldest first, the present run included. */
    public List<Span> watched() {
        return watched.get();
    }

    /** Has this told of every change, in order, on the thread that made it; it must return at once. */
    public void listen(Consumer<IncidentEvent> listener) {
        listeners.add(listener);
    }

    /** Counts a submission that was turned away. */
    void refused() {
        refused.increment();
    }

    synchronized void look(Signals now, Instant wall, long nanos) {
        book.look(now, refused.sum(), wall, nanos).ifPresent(this::tell);
        // Its figures move without a change that would have to be told.
        open = book.open();
    }

    /** False if one is open already. */
    synchronized boolean open(
            String text, Impact impact, @Nullable Instant until, @Nullable Instant nextUpdate, Instant wall) {
        Optional<IncidentEvent> event = book.open(text, impact, until, nextUpdate, wall);
        event.ifPresent(this::tell);
        return event.isPresent();
    }

    /** False if none is open. */
    synchronized boolean update(String text, @Nullable Instant until, @Nullable Instant nextUpdate, Instant wall) {
        return change(() -> book.update(text, until, nextUpdate, wall));
    }

    /** False if none is open. */
    synchronized boolean estimate(
            @Nullable String text, @Nullable Instant until, @Nullable Instant nextUpdate, Instant wall) {
        return change(() -> book.estimate(text, until, nextUpdate, wall));
    }

    /** False if none is open. */
    synchronized boolean close(@Nullable String text, Instant wall) {
        return change(() -> book.close(text, wall));
    }

    /** What has to outlive a restart. */
    synchronized Book.Kept kept() {
        return book.kept();
    }

    /** How many there were; another number means that there is something to keep. */
    long changes() {
        return changes.get();
    }

    /** How often this opened an incident or joined one, since this service started. */
    long causedBy(Cause cause) {
        return count(cause).sum();
    }

    private LongAdder count(Cause cause) {
        return Objects.requireNonNull(causes.get(cause));
    }

    private boolean change(Supplier<Optional<IncidentEvent>> change) {
        boolean isOpen = open.isPresent();
        change.get().ifPresent(this::tell);
        return isOpen;
    }

    private void tell(IncidentEvent event) {
        Incident incident = event.incident();
        incident.causes().stream()
                .filter(cause -> event.kind() == IncidentEvent.Kind.OPENED
                        || !open.map(Incident::causes).orElse(incident.causes()).contains(cause))
                .forEach(cause -> count(cause).increment());
        open = book.open();
        past = List.copyOf(book.past());
        changes.incrementAndGet();
        log.info(
                "Incident {}: id={} event={} causes={} impact={} until={}",
                event.kind().name().toLowerCase(Locale.ROOT),
                incident.id(),
                event.id(),
                incident.causes().stream().map(Cause::word).toList(),
                incident.impact().word(),
                incident.until().map(Instant::toString).orElse("unknown"));
        listeners.forEach(listener -> listener.accept(event));
    }
}
