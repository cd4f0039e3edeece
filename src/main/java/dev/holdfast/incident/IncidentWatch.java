package dev.holdfast.incident;

import java.time.InstantSource;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.MDC;

/** Looks what is the matter, once. For the one thread whose lines of the log carry the id of the open incident. */
final class IncidentWatch implements Runnable {

    private static final String ID = "incident_id";

    private final Incidents incidents;
    private final Supplier<Signals> senses;
    private final InstantSource clock;
    private final LongSupplier nanoTime;

    IncidentWatch(Incidents incidents, Supplier<Signals> senses, InstantSource clock, LongSupplier nanoTime) {
        this.incidents = incidents;
        this.senses = senses;
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    @Override
    public void run() {
        incidents.look(senses.get(), clock.instant(), nanoTime.getAsLong());
        incidents.open().ifPresentOrElse(open -> MDC.put(ID, open.id()), () -> MDC.remove(ID));
    }
}
